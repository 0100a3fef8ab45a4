// Points in the plane, a colour a class; under the pointer the example's class and its image.
charts.kinds.scatter = function (stage, data) {
  'use strict';
  stage.classList.add('square');
  var members = data.names.map(function () { return []; });
  data.order.forEach(function (i) { members[data.classes[i]].push(i); });

  function tip(under) {
    var kind = under.seriesIndex, i = members[kind][under.dataIndex];
    var rows = data.axes.map(function (name, c) {
      return { name: name, value: charts.number(data.points[2 * i + c]) };
    });
    var made = charts.tip(data.names[kind], rows);
    if (data.images) made.appendChild(charts.image(data.images, i));
    return made;
  }

  function axis(c) {
    var range = c ? data.y : data.x;
    return charts.axis(data.axes[c] || '', {
      type: 'value', min: range[0], max: range[1], show: true,
      axisLabel: { show: data.axes.length > 0, color: charts.theme().muted, showMinLabel: false, showMaxLabel: false, formatter: charts.number },
      axisLine: { show: true, onZero: false, lineStyle: { color: charts.theme().line } }, splitLine: { show: data.axes.length > 0, lineStyle: { color: charts.theme().line } }
    });
  }

  var radius = Math.max(1.3, Math.min(4, 28 / Math.pow(data.classes.length, 0.33)));
  var view = charts.show(stage, function () {
    var theme = charts.theme();
    return {
      grid: { left: 8, right: 8, top: 8, bottom: 8, show: true, borderColor: theme.line, backgroundColor: 'transparent' },
      legend: { show: false },
      tooltip: charts.tooltip({ trigger: 'item', formatter: tip }),
      dataZoom: [0, 1].map(function (c) {
        var zoom = { type: 'inside', filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseMove: true };
        zoom[c ? 'yAxisIndex' : 'xAxisIndex'] = 0;
        return zoom;
      }),
      xAxis: axis(0), yAxis: axis(1),
      series: data.names.map(function (name, kind) {
        return {
          id: 'kind' + kind, type: 'scatter', name: name, symbolSize: 2 * radius,
          itemStyle: { color: theme.series(data.colors[kind]), opacity: 0.75 },
          emphasis: { scale: 1.8, itemStyle: { opacity: 1, borderColor: theme.ink, borderWidth: 1 } },
          data: members[kind].map(function (i) { return [data.points[2 * i], data.points[2 * i + 1]]; })
        };
      })
    };
  });
  charts.legend(stage, data, function (kind, hidden) {
    view.chart.dispatchAction({ type: hidden ? 'legendUnSelect' : 'legendSelect', name: data.names[kind] });
  });
  charts.keys(stage, view.chart, function () {
    var all = [];
    members.forEach(function (indices, kind) { indices.forEach(function (i, at) { all.push([kind, at]); }); });
    return all;
  });
};
