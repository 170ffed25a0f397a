// Draws the charts of the quality report from the data block of the page. The tables stand without it.
(function () {
  'use strict';
  var data = JSON.parse(document.getElementById('data').textContent);
  var charts = [];
  var heatDimension = 0;

  function colour(name) { return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim(); }
  function element(id) { return document.getElementById(id); }
  // As percent() of the report: one decimal, and neither 0 nor 100 unless it is.
  function percent(share) {
    if (share === null || share === undefined) return '–';
    var tenths = Math.round(share * 1000);
    if (tenths >= 1000) { if (share >= 1) return '100%'; tenths = 999; }
    if (tenths <= 0 && share > 0) tenths = 1;
    return (tenths / 10).toFixed(1) + '%';
  }
  function number(n) { return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ','); }
  function escape(text) {
    return String(text).replace(/[&<>"']/g, function (c) { return '&#' + c.charCodeAt(0) + ';'; });
  }
  function mix(name) { return { color: colour(name) }; }

  function base() {
    return {
      animation: false,
      aria: { enabled: true },
      textStyle: { color: colour('ink'), fontFamily: getComputedStyle(document.body).fontFamily },
      tooltip: {
        backgroundColor: colour('card'), borderColor: colour('line'), confine: true,
        textStyle: { color: colour('ink'), fontSize: 13 }
      }
    };
  }
  function axisText(extra) { return Object.assign({ color: colour('soft'), fontSize: 12 }, extra || {}); }
  function lines() { return { lineStyle: { color: colour('line') } }; }
  function shareAxis(extra) {
    return Object.assign({
      type: 'value', max: 1, axisLabel: axisText({ formatter: function (v) { return Math.round(v * 100) + '%'; } }), splitLine: lines()
    }, extra || {});
  }

  function radar() {
    var indicator = [], values = [];
    data.dimensions.forEach(function (d, i) {
      if (data.overall[i] === null) return;
      indicator.push({ name: d.replace(/ ?[(（].*/, ''), max: 1 });
      values.push(data.overall[i]);
    });
    if (indicator.length < 3) return null;
    var option = base();
    option.tooltip.formatter = function () {
      return indicator.map(function (x, i) { return escape(x.name) + ' <b>' + percent(values[i]) + '</b>'; }).join('<br>');
    };
    option.radar = {
      indicator: indicator, radius: '68%', splitNumber: 4,
      axisName: { color: colour('ink'), fontSize: 13,
        formatter: function (name, x) { return name + '\n' + percent(values[indicator.findIndex(function (y) { return y.name === name; })]); } },
      splitArea: { show: false }, splitLine: lines(), axisLine: lines()
    };
    option.series = [{
      type: 'radar', symbolSize: 6, data: [{ value: values }], itemStyle: mix('accent'),
      lineStyle: { color: colour('accent'), width: 2 }, areaStyle: { color: colour('accent'), opacity: 0.18 }
    }];
    return option;
  }

  var bounds = [0, 0.5, 0.75, 0.9, 0.97, 1.0001];
  function band(share) { for (var i = 4; i > 0; i--) if (share >= bounds[i]) return i; return 0; }

  function heat() {
    var cells = [];
    data.cells.forEach(function (cell) {
      var share = cell[2 + heatDimension];
      var missing = share === null;
      cells.push({
        value: [cell[0], cell[1], missing ? -1 : share],
        itemStyle: { color: missing ? colour('card') : colour('band' + band(share)), borderColor: colour('card'), borderWidth: 3, borderRadius: 7 },
        label: { color: missing ? colour('soft') : colour('band-ink') }
      });
    });
    var option = base();
    option.grid = { left: 8, right: 8, top: 4, bottom: 4, containLabel: true };
    option.xAxis = { type: 'category', position: 'top', data: data.sources, axisTick: { show: false }, axisLine: { show: false },
      axisLabel: axisText({ color: colour('ink'), interval: 0, width: 108, overflow: 'break' }) };
    option.yAxis = { type: 'category', inverse: true, data: data.attributes, axisTick: { show: false }, axisLine: { show: false },
      axisLabel: axisText({ color: colour('ink'), width: 150, overflow: 'truncate' }) };
    option.tooltip.formatter = function (p) {
      return escape(data.attributes[p.value[1]]) + ' · ' + escape(data.sources[p.value[0]]) + '<br>' +
        escape(heatDimension === 0 ? data.words.score : data.dimensions[heatDimension - 1]) + ' <b>' + (p.value[2] < 0 ? escape(data.words.notApplicable) : percent(p.value[2])) + '</b>';
    };
    option.series = [{ type: 'heatmap', data: cells, label: { show: true, fontSize: 12.5, formatter: function (p) { return p.value[2] < 0 ? '–' : percent(p.value[2]); } },
      emphasis: { itemStyle: { borderColor: colour('accent') } } }];
    option.visualMap = { show: false, type: 'piecewise', min: -1, max: 1, seriesIndex: [] };
    return option;
  }

  function verdicts() {
    var names = ['kept', 'changed', 'suspect', 'invalid', 'empty'];
    var option = base();
    option.tooltip.trigger = 'axis';
    option.tooltip.axisPointer = { type: 'shadow', shadowStyle: { opacity: 0.12 } };
    option.tooltip.formatter = function (points) {
      var a = points[0].dataIndex;
      return '<b>' + escape(data.attributes[a]) + '</b><br>' + points.map(function (p) {
        return p.marker + escape(p.seriesName) + ' ' + number(data.verdicts[a][p.seriesIndex]) + ' (' + percent(p.value) + ')';
      }).join('<br>');
    };
    option.legend = { top: 0, left: 0, itemWidth: 14, itemHeight: 14, textStyle: axisText({ color: colour('ink'), fontSize: 13 }) };
    option.grid = { left: 8, right: 24, top: 36, bottom: 4, containLabel: true };
    option.xAxis = shareAxis();
    option.yAxis = { type: 'category', inverse: true, data: data.attributes, axisTick: { show: false }, axisLine: lines(),
      axisLabel: axisText({ color: colour('ink'), width: 150, overflow: 'truncate' }) };
    option.series = names.map(function (name, v) {
      return { name: data.words[name], type: 'bar', stack: 'all', barWidth: '62%', itemStyle: mix(name), data: data.verdicts.map(function (row) {
        var sum = row.reduce(function (x, y) { return x + y; }, 0);
        return sum ? row[v] / sum : 0;
      }) };
    });
    return option;
  }

  function sizes() {
    var option = base();
    option.tooltip.trigger = 'axis';
    option.tooltip.axisPointer = { type: 'shadow', shadowStyle: { opacity: 0.12 } };
    option.tooltip.valueFormatter = number;
    option.grid = { left: 8, right: 8, top: 26, bottom: 24, containLabel: true };
    option.xAxis = { type: 'category', data: data.sizes.map(function (x) { return x[0]; }), name: data.words.recordsPerCustomer, nameLocation: 'middle', nameGap: 28,
      nameTextStyle: axisText(), axisTick: { show: false }, axisLine: lines(), axisLabel: axisText({ color: colour('ink') }) };
    option.yAxis = { type: 'value', axisLabel: axisText({ formatter: number }), splitLine: lines() };
    option.series = [{ name: data.words.customers, type: 'bar', barMaxWidth: 44, itemStyle: { color: colour('accent'), borderRadius: [5, 5, 0, 0] },
      label: { show: true, position: 'top', color: colour('soft'), fontSize: 12, formatter: function (p) { return number(p.value); } },
      data: data.sizes.map(function (x) { return x[1]; }) }];
    return option;
  }

  function trend() {
    if (data.trend.length < 2) return null;
    var option = base();
    option.tooltip.trigger = 'axis';
    option.tooltip.formatter = function (points) {
      return '<b>' + escape(data.trend[points[0].dataIndex].name) + '</b><br>' + points.map(function (p) {
        return p.marker + escape(p.seriesName) + ' <b>' + percent(p.value) + '</b>';
      }).join('<br>');
    };
    option.legend = { top: 0, left: 0, type: 'scroll', icon: 'roundRect', itemWidth: 18, itemHeight: 4, textStyle: axisText({ color: colour('ink'), fontSize: 13 }), pageTextStyle: axisText() };
    option.grid = { left: 8, right: 20, top: 40, bottom: 4, containLabel: true };
    var least = 1;
    data.trend.forEach(function (b) { b.values.forEach(function (v) { if (v !== null && v < least) least = v; }); });
    option.xAxis = { type: 'category', data: data.trend.map(function (b) { return '#' + b.number + '\n' + b.source; }), axisTick: { show: false }, axisLine: lines(),
      axisLabel: axisText({ hideOverlap: true, width: 90, overflow: 'truncate' }) };
    option.yAxis = shareAxis({ min: Math.max(0, Math.floor(least * 10 - 0.001) / 10) });
    var names = [data.words.score].concat(data.dimensions);
    option.series = names.map(function (name, i) {
      return { name: name, type: 'line', connectNulls: true, symbol: 'circle', symbolSize: i === 0 ? 8 : 5, z: i === 0 ? 5 : 2,
        lineStyle: { width: i === 0 ? 3.5 : 1.6, type: i === 0 ? 'solid' : ['solid', 'dashed', 'dotted'][i % 3] }, itemStyle: mix(i === 0 ? 'ink' : 'd' + (i - 1)),
        data: data.trend.map(function (b) { return b.values[i]; }) };
    });
    return option;
  }

  var rows = Math.max(1, data.attributes.length);
  var makers = [
    ['chart-radar', radar, 340], ['chart-heat', heat, 56 + rows * 38], ['chart-verdicts', verdicts, 70 + rows * 30],
    ['chart-sizes', sizes, 300], ['chart-trend', trend, 360]
  ];

  function draw() {
    charts.forEach(function (chart) { chart.dispose(); });
    charts = [];
    makers.forEach(function (maker) {
      var place = element(maker[0]);
      var option = place && maker[1]();
      if (!place) return;
      if (!option) { place.style.display = 'none'; return; }
      place.style.height = maker[2] + 'px';
      var chart = echarts.init(place, null, { renderer: 'svg' });
      chart.setOption(option);
      charts.push(chart);
    });
  }

  var picks = document.querySelectorAll('.pick button');
  picks.forEach(function (button, i) {
    button.addEventListener('click', function () {
      heatDimension = i;
      picks.forEach(function (other, j) { other.setAttribute('aria-pressed', String(i === j)); });
      draw();
    });
  });
  draw();
  var resize = function () { charts.forEach(function (chart) { chart.resize(); }); };
  window.addEventListener('resize', resize);
  window.addEventListener('beforeprint', resize);
  window.addEventListener('afterprint', resize);
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
})();
