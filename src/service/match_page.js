// Draws the charts of the pages "why", "how" and of `kith dedupe` from the data block of the page. The tables stand without it.
(function () {
  'use strict';
  var data = JSON.parse(document.getElementById('data').textContent);
  var charts = [];

  function colour(name) { return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim(); }
  function escape(text) {
    return String(text).replace(/[&<>"']/g, function (c) { return '&#' + c.charCodeAt(0) + ';'; });
  }
  function signed(n) { return (n > 0 ? '+' : '') + n.toFixed(2); }
  function base() {
    return {
      animation: false,
      aria: { enabled: true },
      textStyle: { color: colour('ink'), fontFamily: getComputedStyle(document.body).fontFamily },
      tooltip: { backgroundColor: colour('card'), borderColor: colour('line'), confine: true, textStyle: { color: colour('ink'), fontSize: 13 } }
    };
  }

  // Each bar begins where the one before it ended; the last is the sum. Bars that cross zero are drawn by hand,
  // since stacked ones cannot.
  function waterfall() {
    var bars = [], at = 0;
    data.weights.forEach(function (w) { bars.push([at, at + w, w]); at += w; });
    bars.push([0, data.total.weight, data.total.weight]);
    var labels = data.labels.concat([data.total.label]);
    var option = base();
    option.tooltip.formatter = function (p) { return escape(labels[p.dataIndex]) + ' <b>' + signed(bars[p.dataIndex][2]) + '</b>'; };
    option.grid = { left: 8, right: 40, top: 8, bottom: 8, containLabel: true };
    option.xAxis = { type: 'value', axisLabel: { color: colour('soft') }, splitLine: { lineStyle: { color: colour('line') } } };
    option.yAxis = { type: 'category', inverse: true, data: labels, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: colour('ink'), fontSize: 13 } };
    option.series = [{
      type: 'custom',
      encode: { x: [0, 1], y: 3 },
      data: bars.map(function (b, i) { return [b[0], b[1], b[2], i]; }),
      renderItem: function (params, api) {
        var from = api.coord([api.value(0), api.value(3)]), to = api.coord([api.value(1), api.value(3)]);
        var height = api.size([0, 1])[1] * 0.6, left = Math.min(from[0], to[0]);
        var last = api.value(3) === bars.length - 1;
        return { type: 'group', children: [
          { type: 'rect', shape: { x: left, y: from[1] - height / 2, width: Math.max(2, Math.abs(to[0] - from[0])), height: height, r: 3 },
            style: { fill: colour(last ? 'accent' : api.value(2) < 0 ? 'invalid' : 'kept') } },
          { type: 'text', style: { text: signed(api.value(2)), x: Math.max(from[0], to[0]) + 6, y: from[1], verticalAlign: 'middle', fill: colour('ink'), fontSize: 12 } }
        ] };
      }
    }];
    return [option, 40 + labels.length * 34];
  }

  function graph() {
    var sources = [];
    data.nodes.forEach(function (n) { if (sources.indexOf(n.source) < 0) sources.push(n.source); });
    var option = base();
    option.tooltip.formatter = function (p) {
      return p.dataType === 'edge' ? escape(p.data.from) + ' ↔ ' + escape(p.data.to) + ' <b>' + signed(p.data.total) + '</b>' : escape(p.data.name) + '<br>' + escape(sources[p.data.category]);
    };
    option.legend = { data: sources, top: 0, left: 0, textStyle: { color: colour('ink') } };
    option.color = [0, 1, 2, 3, 4, 5].map(function (i) { return colour('d' + i); });
    option.series = [{
      type: 'graph', layout: 'circular', circular: { rotateLabel: true }, roam: true, symbolSize: 18, top: 60, bottom: 60,
      label: { show: true, color: colour('ink'), fontSize: 11, position: 'right' },
      categories: sources.map(function (s) { return { name: s }; }),
      data: data.nodes.map(function (n) { return { name: n.id, category: sources.indexOf(n.source) }; }),
      links: data.links.filter(function (l) { return l[2] > -3; }).map(function (l) {
        return { source: l[0], target: l[1], from: data.nodes[l[0]].id, to: data.nodes[l[1]].id, total: l[2],
          lineStyle: { width: Math.max(1, Math.min(6, Math.abs(l[2]) / 4)), type: l[2] < 0 ? 'dashed' : 'solid', color: colour(l[2] < 0 ? 'invalid' : 'kept'), opacity: 0.7 } };
      })
    }];
    return [option, 460];
  }

  function axes(option, labels) {
    option.grid = { left: 8, right: 24, top: 40, bottom: 8, containLabel: true };
    option.legend = { top: 0, left: 0, textStyle: { color: colour('ink') } };
    option.tooltip.trigger = 'axis';
    option.xAxis = { type: 'category', data: labels, axisTick: { show: false }, axisLine: { lineStyle: { color: colour('line') } }, axisLabel: { color: colour('soft') } };
    option.yAxis = { type: 'value', axisLabel: { color: colour('soft') }, splitLine: { lineStyle: { color: colour('line') } } };
    return option;
  }

  function sweep() {
    var option = axes(base(), data.sweep.at);
    if (data.sweep.share) { option.yAxis.max = 1; option.yAxis.scale = true; }
    option.color = [0, 1, 3].map(function (i) { return colour('d' + i); });
    option.series = data.sweep.lines.map(function (line) {
      return { type: 'line', name: line.name, data: line.values, symbolSize: 8, lineStyle: { width: 2.5 } };
    });
    return [option, 320];
  }

  function selves() {
    var option = axes(base(), data.selves.labels);
    option.legend = undefined;
    option.grid.top = 12;
    option.series = [{
      type: 'bar', name: data.selves.name, barMaxWidth: 44,
      data: data.selves.rows.map(function (n, i) {
        return { value: n, itemStyle: { color: colour(data.selves.too_little[i] ? 'invalid' : 'accent'), borderRadius: [3, 3, 0, 0] } };
      })
    }];
    return [option, 300];
  }

  function levels() {
    var labels = data.levels.labels, option = base(), left = Math.min(330, window.innerWidth * 0.42);
    option.grid = { left: left, right: 40, top: 8, bottom: 28 };
    option.tooltip.formatter = function (p) { return escape(labels[p.dataIndex]) + ' <b>' + signed(p.value) + '</b>'; };
    option.xAxis = { type: 'value', axisLabel: { color: colour('soft') }, splitLine: { lineStyle: { color: colour('line') } } };
    option.yAxis = { type: 'category', inverse: true, data: labels, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: colour('ink'), fontSize: 12, width: left - 16, overflow: 'truncate' } };
    option.series = [{
      type: 'bar', barMaxWidth: 14,
      data: data.levels.weights.map(function (w) { return { value: w, itemStyle: { color: colour(w < 0 ? 'invalid' : 'kept'), borderRadius: 3 } }; })
    }];
    return [option, 40 + labels.length * 22];
  }

  function draw() {
    charts.forEach(function (chart) { chart.dispose(); });
    charts = [];
    [['waterfall', waterfall, 'weights'], ['graph', graph, 'nodes'], ['sweep', sweep, 'sweep'], ['selves', selves, 'selves'], ['levels', levels, 'levels']].forEach(function (maker) {
      var place = document.getElementById(maker[0]);
      if (!place || !data[maker[2]]) return;
      var made = maker[1]();
      place.style.height = made[1] + 'px';
      var chart = echarts.init(place, null, { renderer: 'svg' });
      chart.setOption(made[0]);
      charts.push(chart);
    });
  }

  draw();
  window.addEventListener('resize', function () { charts.forEach(function (chart) { chart.resize(); }); });
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
})();
