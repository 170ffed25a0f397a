// A form of Kith inside any page: <script src=".../f/FORM/embed.js" async></script>. The server puts the form's
// definition in front as kithForm.
(function () {
  var form = kithForm, here = document.currentScript, zh = (navigator.language || '').indexOf('zh') === 0;
  var words = zh
    ? { send: '提交', sent: '已收到，谢谢。', fill: '请填写此项。', email: '请检查邮箱地址。', phone: '请检查电话号码。', fail: '没有送达，请稍后再试。' }
    : { send: 'Send', sent: 'Received. Thank you.', fill: 'Please fill this in.', email: 'Please check the e-mail address.', phone: 'Please check the phone number.', fail: 'It was not delivered; please try again later.' };
  function make(tag, parent, properties) {
    var element = document.createElement(tag);
    for (var name in properties) element[name] = properties[name];
    parent.appendChild(element);
    return element;
  }
  var box = document.createElement('form'), inputs = {};
  box.className = 'kith-form';
  box.noValidate = true;
  form.fields.forEach(function (field) {
    var label = make('label', box, { textContent: field.label + (field.required ? ' *' : '') });
    var input = make('input', label, {
      name: field.attribute,
      type: field.type === 'email' ? 'email' : field.type === 'phone' ? 'tel' : field.type === 'date' ? 'date' : 'text'
    });
    input.required = field.required;
    var fault = make('span', label, { className: 'kith-fault' });
    fault.setAttribute('role', 'alert');
    inputs[field.attribute] = { field: field, input: input, fault: fault };
  });
  // People do not see it; programs fill it in.
  var trap = make('input', make('div', box, { className: 'kith-more' }), { name: 'website_url', tabIndex: -1, autocomplete: 'off' });
  trap.parentNode.style.cssText = 'position:absolute;left:-9999px';
  trap.setAttribute('aria-hidden', 'true');
  var agree = null;
  if (form.consent) {
    var line = make('label', box, { className: 'kith-consent' });
    agree = make('input', line, { type: 'checkbox' });
    line.appendChild(document.createTextNode(' ' + form.consent));
  }
  var button = make('button', box, { type: 'submit', textContent: words.send });
  var note = make('p', box, { className: 'kith-note' });
  note.setAttribute('role', 'status');
  function faultOf(entry) {
    var value = entry.input.value.trim(), type = entry.field.type;
    if (!value) return entry.field.required ? words.fill : '';
    if (type === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) return words.email;
    if (type === 'phone' && value.replace(/\D/g, '').length < 7) return words.phone;
    return '';
  }
  box.addEventListener('submit', function (event) {
    event.preventDefault();
    var values = {}, good = true;
    for (var name in inputs) {
      var entry = inputs[name], fault = faultOf(entry);
      entry.fault.textContent = fault;
      entry.input.setAttribute('aria-invalid', fault ? 'true' : 'false');
      if (fault) good = false;
      if (entry.input.value.trim()) values[name] = entry.input.value.trim();
    }
    if (!good) return;
    button.disabled = true;
    var query = new URLSearchParams(location.search);
    fetch(form.url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        values: values,
        consent: !!(agree && agree.checked),
        more: trap.value,
        campaign: (query.get('utm_campaign') || '').slice(0, 200),
        page: (location.origin + location.pathname).slice(0, 500)
      })
    })
      .then(function (answer) { return answer.json().then(function (body) { return { good: answer.ok, body: body }; }); })
      .then(function (answer) {
        button.disabled = false;
        if (answer.good) {
          box.reset();
          note.textContent = words.sent;
          return;
        }
        note.textContent = answer.body.title || words.fail;
        (answer.body.errors || []).forEach(function (error) {
          var entry = inputs[String(error.field).replace('values.', '')];
          if (entry) entry.fault.textContent = error.message;
        });
      })
      .catch(function () {
        button.disabled = false;
        note.textContent = words.fail;
      });
  });
  here.parentNode.insertBefore(box, here);
})();
