// What all charts of a page have in common. A chart is a figure.live: a still picture, a stage that
// is hidden, and its data; its script puts a function under its kind into `charts`, and the stage
// takes the picture's place once that has run. Without scripts, and on paper, the picture stays.
var charts = { kinds: {}, own: {} };

(function () {
  'use strict';
  var LIGHTER = { '#000000': '#e4e6e9', '#0072b2': '#3f9fdc', '#d55e00': '#f08040', '#882255': '#c4608f' };
  var dark = window.matchMedia('(prefers-color-scheme: dark)');

  // The page's own colours; a chart's dark ones would be lost on a dark page.
  charts.theme = function () {
    var style = getComputedStyle(document.documentElement);
    function of(name) { return style.getPropertyValue('--' + name).trim(); }
    return {
      ink: of('ink'), muted: of('muted'), line: of('line'), paper: of('paper'), soft: of('soft'),
      font: getComputedStyle(document.body).fontFamily,
      faint: dark.matches ? 0.5 : 0.3,
      series: function (color) { return dark.matches && LIGHTER[color] || color; }
    };
  };

  // A colour between two, written as #rrggbb.
  charts.mix = function (from, to, share) {
    return '#' + [1, 3, 5].map(function (at) {
      var a = parseInt(from.slice(at, at + 2), 16), b = parseInt(to.slice(at, at + 2), 16);
      return Math.round(a + share * (b - a)).toString(16).padStart(2, '0');
    }).join('');
  };

  charts.number = function (value) {
    if (value === null || value === undefined) return '–';
    return String(Number(value.toPrecision(4))).replace('-', '−');
  };

  charts.element = function (name, className, text) {
    var made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  // What stands under the pointer: a heading, and rows of a colour, a name and a value.
  charts.tip = function (heading, rows) {
    var tip = charts.element('div', 'tip');
    tip.appendChild(charts.element('b', '', heading));
    rows.forEach(function (row) {
      var line = tip.appendChild(charts.element('div'));
      if (row.color) line.appendChild(charts.element('i')).style.background = row.color;
      line.appendChild(charts.element('span', '', row.name));
      if (row.value !== undefined) line.appendChild(charts.element('em', '', row.value));
    });
    return tip;
  };

  // One image of a sheet, three times as large.
  charts.image = function (sheet, index) {
    var image = charts.element('span', 'example'), size = 96 / Math.max(sheet.width, sheet.height);
    image.style.width = size * sheet.width + 'px';
    image.style.height = size * sheet.height + 'px';
    image.style.backgroundImage = 'var(--' + sheet.id + ')';
    image.style.backgroundSize = size * sheet.width * sheet.columns + 'px auto';
    image.style.backgroundPosition =
      -size * sheet.width * (index % sheet.columns) + 'px ' + -size * sheet.height * Math.floor(index / sheet.columns) + 'px';
    return image;
  };

  charts.axis = function (name, more) {
    var theme = charts.theme();
    return Object.assign({
      name: name, nameLocation: 'middle', nameGap: 30, nameTextStyle: { color: theme.ink },
      axisLabel: { color: theme.muted, hideOverlap: true, formatter: charts.number },
      axisLine: { show: true, onZero: false, lineStyle: { color: theme.muted } }, axisTick: { show: false },
      splitLine: { lineStyle: { color: theme.line } }, minorSplitLine: { show: false }
    }, more);
  };

  charts.tooltip = function (more) {
    var theme = charts.theme();
    return Object.assign({
      confine: true, transitionDuration: 0, backgroundColor: theme.paper, borderColor: theme.line,
      textStyle: { color: theme.ink, fontSize: 13 }
    }, more);
  };

  // Shows what `options` says, anew whenever the page turns dark or light; what the reader hid or
  // brushed stays so. `drawn` is told the chart each time.
  charts.show = function (stage, options, drawn) {
    var plot = stage.querySelector('.plot');
    var chart = echarts.init(plot, null, { renderer: 'canvas' });
    function draw() {
      var theme = charts.theme();
      chart.setOption(Object.assign({
        animation: false, backgroundColor: 'transparent',
        textStyle: { color: theme.ink, fontFamily: theme.font }
      }, options()), { replaceMerge: ['series'] });
      if (drawn) drawn(chart);
    }
    draw();
    dark.addEventListener('change', draw);
    if (window.ResizeObserver) new ResizeObserver(function () { chart.resize(); }).observe(plot);
    plot.chart = chart;
    stage.draw = draw;
    return { chart: chart, draw: draw };
  };

  // With the arrow keys one goes from mark to mark of the series that `marks` names.
  charts.keys = function (stage, chart, marks) {
    var plot = stage.querySelector('.plot'), at = -1;
    plot.tabIndex = 0;
    plot.addEventListener('keydown', function (e) {
      var step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
      if (!step || e.ctrlKey || e.metaKey || e.altKey) return;
      var all = marks();
      if (!all.length) return;
      at = (at + step + all.length) % all.length;
      chart.dispatchAction({ type: 'showTip', seriesIndex: all[at][0], dataIndex: all[at][1] });
      e.preventDefault();
    });
    plot.addEventListener('blur', function () { chart.dispatchAction({ type: 'hideTip' }); });
  };

  // A button in the stage that is pressed or not.
  charts.toggle = function (stage, text, onChange) {
    var button = charts.element('button', '', text);
    button.type = 'button';
    button.setAttribute('aria-pressed', 'false');
    button.addEventListener('click', function () {
      var pressed = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(pressed));
      onChange(pressed);
    });
    stage.querySelector('.controls').appendChild(button);
    return button;
  };

  // The classes of a cloud, each of which can be hidden.
  charts.legend = function (stage, data, onChange) {
    var legend = stage.querySelector('.legend');
    legend.hidden = false;
    data.names.forEach(function (text, kind) {
      var button = charts.element('button'), dot = button.appendChild(charts.element('i'));
      button.type = 'button';
      button.setAttribute('aria-pressed', 'true');
      dot.style.background = data.colors[kind];
      button.appendChild(document.createTextNode(text));
      button.addEventListener('click', function () {
        var hidden = button.getAttribute('aria-pressed') === 'true';
        button.setAttribute('aria-pressed', String(!hidden));
        onChange(kind, hidden);
      });
      legend.appendChild(button);
    });
  };

  charts.data = function (figure) { return JSON.parse(figure.querySelector('script').textContent); };

  // A chart that cannot be shown leaves its picture, and the others.
  charts.start = function (figure) {
    var stage = figure.querySelector('.stage'), data = charts.data(figure);
    stage.data = data;
    stage.hidden = false;
    try {
      charts.kinds[figure.dataset.chart](stage, data);
      figure.classList.add('shown');
    } catch (e) {
      stage.hidden = true;
      console.error(e);
    }
  };

  // The library is compressed: it would be the largest part of the page.
  function library() {
    var packed = document.getElementById('chart-library');
    if (!packed || !window.DecompressionStream) return Promise.resolve(false);
    var bytes = Uint8Array.from(atob(packed.textContent), function (c) { return c.charCodeAt(0); });
    var plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Response(plain).text().then(function (code) {
      var script = document.createElement('script');
      script.textContent = code;
      document.head.appendChild(script);
      return true;
    });
  }

  // Kept once the charts that the page came with are shown: true if further ones can be.
  charts.ready = new Promise(function (loaded) { document.addEventListener('DOMContentLoaded', loaded); }).then(function () {
    document.querySelectorAll('script[data-sheet]').forEach(function (sheet) {
      document.documentElement.style.setProperty(
        '--' + sheet.dataset.sheet, 'url(data:image/png;base64,' + sheet.textContent.trim() + ')');
    });
    var all = Array.from(document.querySelectorAll('figure.live'));
    function own(figure) { return charts.own[figure.dataset.chart]; }
    all.filter(own).forEach(charts.start);
    return library().catch(function (e) {
      console.error(e);
      return false;
    }).then(function (there) {
      if (there) all.filter(function (figure) { return !own(figure); }).forEach(charts.start);
      return there;
    });
  });
})();
