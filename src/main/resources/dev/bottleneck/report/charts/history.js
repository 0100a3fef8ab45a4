// What a search found, trial by trial; under the pointer a trial's value and its setting.
charts.kinds.history = function (stage, data) {
  'use strict';
  function best() {
    var found = data.shown[0], line = [];
    data.numbers.forEach(function (number, i) {
      found = data.lowerIsBetter ? Math.min(found, data.shown[i]) : Math.max(found, data.shown[i]);
      line.push([number, found]);
    });
    return line;
  }

  function tip(under) {
    var i = under.dataIndex;
    var rows = data.settings[i].split(', ').map(function (one) {
      var at = one.indexOf('=');
      return { name: one.slice(0, at), value: one.slice(at + 1) };
    });
    return charts.tip('trial ' + data.numbers[i] + ': ' + charts.number(data.values[i]), rows);
  }

  var view = charts.show(stage, function () {
    var theme = charts.theme();
    return {
      grid: { left: 12, right: 20, top: 36, bottom: 12 },
      legend: { left: 0, top: 0, selectedMode: false, textStyle: { color: theme.ink } },
      tooltip: charts.tooltip({ trigger: 'item', formatter: tip }),
      xAxis: charts.axis('trial', { type: 'value', min: 'dataMin', max: 'dataMax', minInterval: 1, splitLine: { show: false } }),
      yAxis: charts.axis(data.y, { type: 'value', scale: true, nameGap: 48 }),
      series: [
        {
          id: 'trials', type: 'scatter', name: 'a trial', symbolSize: 9, itemStyle: { color: theme.series('#0072b2'), opacity: 0.6 },
          emphasis: { itemStyle: { opacity: 1, borderColor: theme.ink, borderWidth: 1 } },
          data: data.numbers.map(function (number, i) { return [number, data.shown[i]]; })
        },
        { id: 'best', type: 'line', name: 'the best so far', step: 'end', symbol: 'none', silent: true, tooltip: { show: false }, lineStyle: { color: theme.series('#d55e00'), width: 2.2 }, itemStyle: { color: theme.series('#d55e00') }, data: best() }
      ]
    };
  });
  charts.keys(stage, view.chart, function () {
    return data.numbers.map(function (number, i) { return [0, i]; });
  });
};
