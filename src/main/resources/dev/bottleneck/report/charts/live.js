// Keeps the page of work under way up with it: what is new is asked for once a second and merged into
// the page, whose charts stay as they were turned, switched and pointed at. Once the work has ended
// its report takes the page's place.
(function () {
  'use strict';
  var SOON = 1000, LATER = 5000, PATIENCE = 3;
  var main = document.querySelector('main'), watcher = Math.random().toString(36).slice(2);
  var tag = null, missed = 0, drawing = false, note = null;

  function isChart(element) { return element.matches('figure.live'); }

  function heading(section) {
    var first = section.querySelector('h2');
    return first ? first.textContent : '';
  }

  // The element of `pool` that `fresh` is the later state of; it is taken out.
  function earlier(pool, fresh) {
    var at = pool.findIndex(function (one) {
      if (one.tagName !== fresh.tagName) return false;
      if (one.tagName === 'SECTION') return heading(one) === heading(fresh);
      return isChart(fresh) ? one.dataset.name === fresh.dataset.name && isChart(one) : one.outerHTML === fresh.outerHTML;
    });
    return at < 0 ? null : pool.splice(at, 1)[0];
  }

  function update(figure, fresh) {
    var now = fresh.querySelector('script').textContent, before = figure.querySelector('script');
    if (before.textContent === now) return;
    before.textContent = now;
    var stage = figure.querySelector('.stage');
    if (!stage.draw) return; // it could not be shown, or no chart can
    Object.assign(stage.data, charts.data(figure));
    try {
      stage.draw();
    } catch (e) {
      console.error(e);
    }
  }

  function merge(old, fresh) {
    var pool = Array.from(old.children), begun = [];
    var merged = Array.from(fresh.children).map(function (one) {
      var kept = earlier(pool, one);
      if (kept && one.tagName === 'SECTION') {
        kept.id = one.id;
        merge(kept, one);
      } else if (kept && isChart(one)) {
        update(kept, one);
      } else if (!kept) {
        begun.push(one);
      }
      return kept || one;
    });
    var same = merged.length === old.children.length && merged.every(function (one, i) { return one === old.children[i]; });
    if (!same) old.replaceChildren.apply(old, merged);
    begun.forEach(function (one) {
      if (drawing) (isChart(one) ? [one] : Array.from(one.querySelectorAll('figure.live'))).forEach(charts.start);
    });
  }

  function show(html) {
    merge(main, new DOMParser().parseFromString('<main>' + html + '</main>', 'text/html').querySelector('main'));
  }

  function folder() {
    var name = Array.from(main.querySelectorAll('.facts dt')).find(function (one) { return one.textContent === 'Folder'; });
    return name ? ' in ' + name.nextElementSibling.textContent : '';
  }

  // The process may have ended, or be stopped for a while; a tunnel may be down.
  function lost() {
    if (note) return;
    note = main.querySelector('header').appendChild(charts.element('p', 'lead UNSURE',
      'The process that fills this page does not answer: this is the last that was seen of it. If it has ended, its report is report.html'
        + folder() + '.'));
    note.setAttribute('role', 'status');
  }

  function found() {
    missed = 0;
    if (note) note.remove();
    note = null;
  }

  // Fetched whole before it is shown: the server ends with the work, and a page that is loaded anew
  // too late would be none.
  function takeReport() {
    return fetch('./', { cache: 'no-store' }).then(function (answer) {
      if (!answer.ok) throw new TypeError('no report');
      return answer.text();
    }).then(function (html) {
      document.open();
      document.write(html);
      document.close();
      return false;
    }, unanswered);
  }

  function unanswered() {
    missed++;
    return true;
  }

  // Whether there is more to ask for.
  function answered(answer) {
    if (answer.status === 205) return takeReport();
    if (answer.status === 404) return unanswered(); // another process has the port now
    found();
    if (answer.status !== 200) return true;
    return answer.text().then(function (html) {
      tag = answer.headers.get('ETag');
      show(html);
      return true;
    });
  }

  // Whatever goes wrong with one answer, the next is asked for.
  function ask() {
    fetch('main/' + watcher, { cache: 'no-store', headers: tag ? { 'If-None-Match': tag } : {} })
      .then(answered, unanswered)
      .catch(function (e) {
        console.error(e);
        return true;
      })
      .then(function (more) {
        if (!more) return;
        if (missed >= PATIENCE) lost();
        setTimeout(ask, missed < PATIENCE ? SOON : LATER);
      });
  }

  charts.ready.catch(function (e) {
    console.error(e);
    return false;
  }).then(function (there) {
    drawing = there;
    ask();
  });
})();
