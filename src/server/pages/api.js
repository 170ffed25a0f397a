// The page of the API: search over all calls and shapes, and opening what a link points at.
(function () {
  var box = document.getElementById('search'), found = document.getElementById('found');
  var entries = [].slice.call(document.querySelectorAll('details.entry')).map(function (node) {
    return { node: node, text: node.textContent.toLowerCase() };
  });
  function search() {
    var words = box.value.toLowerCase().split(/\s+/).filter(Boolean), count = 0;
    entries.forEach(function (entry) {
      entry.node.hidden = !words.every(function (word) { return entry.text.indexOf(word) >= 0; });
      if (!entry.node.hidden) count += 1;
    });
    [].forEach.call(document.querySelectorAll('main section'), function (section) {
      section.hidden = words.length > 0 && !section.querySelector('details.entry:not([hidden])');
    });
    found.textContent = !words.length ? '' : count ? count + ' / ' + entries.length : found.getAttribute('data-none');
  }
  function open() {
    var node = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!node || node.tagName !== 'DETAILS') return;
    if (node.hidden) {
      box.value = '';
      search();
    }
    node.open = true;
    node.scrollIntoView();
  }
  box.addEventListener('input', search);
  document.addEventListener('keydown', function (event) {
    if (event.key !== '/' || event.target === box) return;
    event.preventDefault();
    box.focus();
  });
  window.addEventListener('hashchange', open);
  open();
})();
