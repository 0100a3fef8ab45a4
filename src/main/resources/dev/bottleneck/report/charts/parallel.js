// Trials as lines across upright axes; a stretch of an axis that is brushed leaves those that pass.
charts.kinds.parallel = function (stage, data) {
  'use strict';
  var told = stage.querySelector('.controls').appendChild(charts.element('span', 'told'));
  told.setAttribute('role', 'status');

  function tell(chart) {
    var model = chart.getModel();
    var brushed = data.axes.some(function (axis, i) {
      return model.getComponent('parallelAxis', i).activeIntervals.length > 0;
    });
    told.textContent = brushed
      ? model.getSeries()[0].getRawIndicesByActiveState('active').length + ' of ' + data.order.length + ' trials pass'
      : data.order.length + ' trials; drag along an axis to see those that pass there, click it to see all again';
  }

  function value(axis, trial) {
    var there = axis.values[trial];
    if (there === null) return '-';
    return axis.categories.length ? axis.categories[there] : there;
  }

  function axes() {
    var theme = charts.theme();
    var room = Math.max(44, stage.clientWidth / data.axes.length - 10);
    return data.axes.map(function (axis, i) {
      var numbers = axis.values.filter(function (one) { return one !== null; });
      return Object.assign({
        dim: i, name: axis.name, nameLocation: 'end', nameGap: 16,
        nameTextStyle: {
          color: theme.ink, width: room, overflow: 'break', lineHeight: 15,
          align: i === 0 ? 'left' : i === data.axes.length - 1 ? 'right' : 'center'
        },
        axisLine: { lineStyle: { color: theme.muted } }, axisTick: { lineStyle: { color: theme.muted } },
        axisLabel: { color: theme.ink, textBorderColor: theme.paper, textBorderWidth: 3, formatter: axis.categories.length ? undefined : charts.number },
        areaSelectStyle: { width: 22, color: '#0072b2', opacity: 0.25, borderColor: '#0072b2' }
      }, axis.categories.length
        ? { type: 'category', data: axis.categories }
        : { type: axis.logarithmic ? 'log' : 'value', scale: true, min: Math.min.apply(null, numbers), max: Math.max.apply(null, numbers) });
    });
  }

  function tip(under) {
    var trial = data.order[under.dataIndex];
    return charts.tip('', data.axes.map(function (axis) {
      var there = value(axis, trial);
      return { name: axis.name, value: typeof there === 'number' ? charts.number(there) : there === '-' ? '–' : there };
    }));
  }

  // From a pale worst to a strong best; squared, so that the crowd stays pale.
  function color(place, theme) {
    var last = data.order.length - 1;
    return place === last ? theme.series('#d55e00') : charts.mix(theme.line, theme.series('#0072b2'), last < 2 ? 1 : Math.pow(place / (last - 1), 2));
  }

  var view = charts.show(stage, function () {
    var theme = charts.theme();
    return {
      parallel: { left: 8, right: 56, top: 64, bottom: 24, parallelAxisDefault: { realtime: true } },
      parallelAxis: axes(),
      tooltip: charts.tooltip({ trigger: 'item', formatter: tip }),
      series: [{
        id: 'trials', type: 'parallel', smooth: false, inactiveOpacity: 0.06, activeOpacity: 1, progressive: 0,
        emphasis: { lineStyle: { width: 3, opacity: 1 } },
        data: data.order.map(function (trial, place) {
          return {
            value: data.axes.map(function (axis) { return value(axis, trial); }),
            lineStyle: { color: color(place, theme), width: place === data.order.length - 1 ? 2.8 : 1.4, opacity: 1 }
          };
        })
      }]
    };
  }, tell);
  view.chart.on('axisareaselected', function () { tell(view.chart); });
};
