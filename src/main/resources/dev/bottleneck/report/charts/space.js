// Points in space that a reader turns: by dragging, by touch, or with the arrow keys.
// It never moves of itself, so there is no motion to reduce.
(function () {
  'use strict';
  var EYE = 5, YAW = -35 * Math.PI / 180, PITCH = 22 * Math.PI / 180;

  charts.own.space = true;
  charts.kinds.space = function (stage, data) {
    stage.classList.add('square');
    var plot = stage.querySelector('.plot'), canvas = charts.element('canvas');
    canvas.tabIndex = 0;
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', plot.getAttribute('aria-label') + ' Arrow keys turn it, plus and minus zoom, 0 turns it back.');
    plot.removeAttribute('role');
    plot.removeAttribute('aria-label');
    plot.appendChild(canvas);
    var n = data.classes.length;
    var hidden = data.names.map(function () { return false; });
    var view = { yaw: YAW, pitch: PITCH, zoom: 1 };
    var order = new Array(n), px = new Float64Array(n), py = new Float64Array(n), depth = new Float64Array(n);
    var radius = Math.max(1.3, Math.min(4, 28 / Math.pow(n, 0.33)));
    var waiting = false;
    for (var i = 0; i < n; i++) order[i] = i;

    function see(x, y, z, side) {
      var across = x * Math.cos(view.yaw) - y * Math.sin(view.yaw);
      var away = x * Math.sin(view.yaw) + y * Math.cos(view.yaw);
      var up = z * Math.cos(view.pitch) + away * Math.sin(view.pitch);
      var far = away * Math.cos(view.pitch) - z * Math.sin(view.pitch);
      var size = 0.27 * side * view.zoom * EYE / (EYE + far);
      return [side / 2 + size * across, side / 2 - size * up, far];
    }

    function box(g, side, theme) {
      g.lineWidth = 1;
      g.strokeStyle = theme.line;
      g.fillStyle = theme.muted;
      g.font = '12px ' + theme.font;
      for (var c = 0; c < 3; c++) {
        var best = null;
        for (var corner = 0; corner < 4; corner++) {
          var at = [0, 0, 0], b = (c + 1) % 3, d = (c + 2) % 3;
          at[b] = data.half[b] * (corner % 2 ? 1 : -1);
          at[d] = data.half[d] * (corner > 1 ? 1 : -1);
          var middle = see(at[0], at[1], at[2], side);
          at[c] = -data.half[c];
          var from = see(at[0], at[1], at[2], side);
          at[c] = data.half[c];
          var to = see(at[0], at[1], at[2], side);
          g.beginPath(); g.moveTo(from[0], from[1]); g.lineTo(to[0], to[1]); g.stroke();
          if (!best || (c === 2 ? middle[0] < best[0] : middle[1] > best[1])) best = middle;
        }
        name(g, side, c, best);
      }
    }

    function name(g, side, c, at) {
      var text = data.axes[c], width = g.measureText(text).width;
      if (c === 2) {
        g.save(); g.translate(Math.max(14, at[0] - 12), at[1]); g.rotate(-Math.PI / 2);
        g.fillText(text, -width / 2, 0); g.restore();
      } else {
        var x = at[0] < side / 2 ? at[0] - 8 - width : at[0] + 8;
        g.fillText(text, Math.max(4, Math.min(side - width - 4, x)), Math.min(side - 6, at[1] + 16));
      }
    }

    function draw() {
      waiting = false;
      var side = canvas.clientWidth, ratio = window.devicePixelRatio || 1;
      if (!side) return;
      if (canvas.width !== Math.round(side * ratio)) canvas.width = canvas.height = Math.round(side * ratio);
      var g = canvas.getContext('2d');
      g.setTransform(ratio, 0, 0, ratio, 0, 0);
      var theme = charts.theme(), colors = data.colors.map(theme.series);
      g.clearRect(0, 0, side, side);
      box(g, side, theme);
      for (var i = 0; i < n; i++) {
        var p = see(data.points[3 * i], data.points[3 * i + 1], data.points[3 * i + 2], side);
        px[i] = p[0]; py[i] = p[1]; depth[i] = p[2];
      }
      order.sort(function (a, b) { return depth[b] - depth[a]; });
      g.globalAlpha = n <= 2000 ? 0.75 : 0.6;
      for (var k = 0; k < n; k++) {
        var j = order[k], kind = data.classes[j];
        if (hidden[kind]) continue;
        g.fillStyle = colors[kind];
        g.beginPath();
        g.arc(px[j], py[j], radius * EYE / (EYE + depth[j]), 0, 2 * Math.PI);
        g.fill();
      }
      g.globalAlpha = 1;
    }

    function redraw() {
      if (!waiting) { waiting = true; window.requestAnimationFrame(draw); }
    }

    function turn(yaw, pitch) {
      view.yaw += yaw;
      view.pitch = Math.max(-Math.PI / 2, Math.min(Math.PI / 2, view.pitch + pitch));
      redraw();
    }

    function zoom(times) {
      view.zoom = Math.max(0.5, Math.min(6, view.zoom * times));
      redraw();
    }

    function reset() { view.yaw = YAW; view.pitch = PITCH; view.zoom = 1; redraw(); }

    var last = null;
    canvas.addEventListener('pointerdown', function (e) {
      if (e.button) return;
      last = { id: e.pointerId, x: e.clientX, y: e.clientY };
      canvas.setPointerCapture(e.pointerId);
    });
    canvas.addEventListener('pointermove', function (e) {
      if (!last || last.id !== e.pointerId) return;
      turn((e.clientX - last.x) * 0.008, (e.clientY - last.y) * 0.008);
      last.x = e.clientX; last.y = e.clientY;
    });
    ['pointerup', 'pointercancel'].forEach(function (kind) {
      canvas.addEventListener(kind, function () { last = null; });
    });
    canvas.addEventListener('dblclick', reset);
    canvas.addEventListener('keydown', function (e) {
      if (e.ctrlKey || e.metaKey || e.altKey) return;
      var step = Math.PI / 36;
      var keys = {
        ArrowLeft: function () { turn(-step, 0); }, ArrowRight: function () { turn(step, 0); },
        ArrowUp: function () { turn(0, -step); }, ArrowDown: function () { turn(0, step); },
        '+': function () { zoom(1.15); }, '=': function () { zoom(1.15); },
        '-': function () { zoom(1 / 1.15); }, '0': reset, Home: reset
      };
      if (keys[e.key]) { keys[e.key](); e.preventDefault(); }
    });

    charts.legend(stage, data, function (kind, gone) { hidden[kind] = gone; redraw(); });

    if (window.ResizeObserver) new ResizeObserver(redraw).observe(canvas);
    window.addEventListener('resize', redraw);
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
    window.addEventListener('beforeprint', draw);
    draw();
  };
})();
