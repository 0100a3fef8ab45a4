// Learning curves: under the pointer the mean of each arm and the range of its seeds; a switch
// between equal distances and equal ratios.
charts.kinds.curves = function (stage, data) {
  'use strict';
  var logarithmic = data.logarithmic;

  function there(value) { return value !== null && value !== undefined; }

  function shown(value) { return !there(value) || (logarithmic && value <= 0) ? null : value; }

  function line(arm, values, more) {
    var theme = charts.theme(), color = theme.series(arm.color);
    return Object.assign({
      type: 'line', name: arm.name, symbol: 'circle', symbolSize: 5, showSymbol: values.filter(there).length === 1,
      itemStyle: { color: color }, emphasis: { disabled: true },
      data: values.map(function (value, i) { return [arm.x[i], shown(value)]; })
    }, more(color));
  }

  function series() {
    var all = [];
    data.arms.forEach(function (arm, i) {
      if (arm.seeds.length > 1) arm.seeds.forEach(function (values, seed) {
        all.push(line(arm, values, function (color) {
          return { id: 'seed' + i + '-' + seed, silent: true, tooltip: { show: false }, lineStyle: { color: color, width: 1, opacity: charts.theme().faint }, z: 2 };
        }));
      });
    });
    // Where the mean has ended, or a seed has only begun, it has no value, but still a place to point at.
    data.arms.forEach(function (arm, i) {
      all.push(line(arm, arm.x.map(function (x, at) { return arm.mean[at]; }), function (color) {
        return { id: 'mean' + i, lineStyle: { color: color, width: 2.4 }, z: 3 };
      }));
    });
    return all;
  }

  function row(arm, at) {
    var values = arm.seeds.map(function (seed) { return seed[at]; }).filter(there), mean = there(arm.mean[at]);
    var range = charts.number(Math.min.apply(null, values)) + ' to ' + charts.number(Math.max.apply(null, values));
    return {
      color: charts.theme().series(arm.color), name: arm.name,
      value: mean ? charts.number(arm.mean[at]) + (values.length > 1 ? ' (' + range + ')' : '')
        : values.length + ' of ' + arm.seeds.length + ' seeds' +
          (values.length ? ': ' + (values.length > 1 ? range : charts.number(values[0])) : '')
    };
  }

  function tip(under) {
    var means = under.filter(function (one) { return /^mean/.test(one.seriesId); });
    if (!means.length) return '';
    return charts.tip(data.x + ' ' + charts.number(means[0].value[0]), means.map(function (one) {
      return row(data.arms[Number(one.seriesId.slice(4))], one.dataIndex);
    }));
  }

  function whole() {
    return data.arms.every(function (arm) {
      return arm.x.every(function (x) { return x === Math.round(x); });
    });
  }

  // From the first whole epoch, or from the beginning; a single point stands in the middle.
  function range() {
    var all = [].concat.apply([], data.arms.map(function (arm) { return arm.x; }));
    var first = Math.min.apply(null, all), last = Math.max.apply(null, all);
    return first === last ? { min: first - 1, max: last + 1 } : { min: whole() ? first : 0, max: Math.ceil(last) };
  }

  var view = charts.show(stage, function () {
    var theme = charts.theme();
    return {
      grid: { left: 12, right: 20, top: data.arms.length > 1 ? 44 : 16, bottom: 12 },
      legend: {
        show: data.arms.length > 1, type: 'scroll', left: 0, top: 0, icon: 'roundRect', itemHeight: 4, itemWidth: 16,
        textStyle: { color: theme.ink }, inactiveColor: theme.line,
        data: data.arms.map(function (arm) { return arm.name; })
      },
      tooltip: charts.tooltip({ trigger: 'axis', formatter: tip, axisPointer: { lineStyle: { color: theme.muted } } }),
      xAxis: charts.axis(data.x, Object.assign({ type: 'value', minInterval: whole() ? 1 : 0, splitLine: { show: false } }, range())),
      yAxis: charts.axis(data.y, { type: logarithmic ? 'log' : 'value', scale: true, nameGap: 48 }),
      series: series()
    };
  });
  var positive = data.arms.some(function (arm) { return arm.mean.some(function (value) { return value > 0; }); });
  if (positive) {
    var toggle = charts.toggle(stage, 'logarithmic', function (pressed) { logarithmic = pressed; view.draw(); });
    toggle.setAttribute('aria-pressed', String(logarithmic));
  }
  charts.keys(stage, view.chart, function () {
    var arm = data.arms[0], drawn = view.chart.getOption().series;
    function series(id) { return drawn.findIndex(function (one) { return one && one.id === id; }); }
    var mean = series('mean0');
    return arm.x.map(function (x, i) {
      var seed = arm.seeds.findIndex(function (values) { return there(values[i]); });
      return [there(arm.mean[i]) || seed < 0 ? mean : series('seed0-' + seed), i];
    });
  });
};
