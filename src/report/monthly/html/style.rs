//! The looks of the page, for screens and for A4. Knows no figure.

pub const CSS: &str = "
:root{--ink:#1f2933;--soft:#5f6b7a;--line:#d5dbe1;--deep:#1f4e79;--good:#54822f;--bad:#b2451f;--pale:#f3f6f9}
*{box-sizing:border-box}
body{margin:0 auto;padding:0 24px 48px;max-width:860px;color:var(--ink);
 font:15px/1.5 'Liberation Sans',Arial,Helvetica,sans-serif}
h1{font-size:26px;line-height:1.25;margin:0 0 6px}
h2{font-size:18px;margin:36px 0 10px;color:var(--deep);border-bottom:2px solid var(--deep);padding-bottom:4px}
h3{font-size:15px;margin:22px 0 6px}
p{margin:6px 0}
ul,ol{margin:6px 0;padding-left:22px}
.simulated{background:#7a1f1f;color:#fff;text-align:center;padding:6px;font-weight:bold}
.cover{padding:56px 0 20px;text-align:center;border-bottom:1px solid var(--line)}
.organisation{font-size:16px;text-transform:uppercase;letter-spacing:.04em;color:var(--soft)}
.unit{font-size:18px;font-weight:bold;margin-bottom:40px}
.subject{font-size:17px}
.period{font-size:24px;font-weight:bold;color:var(--deep);margin-top:28px}
.span,.made,.note,.rest,.small{color:var(--soft);font-size:13px}
.note{color:var(--bad)}
.basis{text-align:left;margin:36px auto 24px;max-width:620px}
.basis h2{font-size:15px;border:0;margin:0 0 4px}
.basis li{font-size:13px}
.tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:10px;margin:14px 0 18px}
.tile{border:1px solid var(--line);border-top:4px solid var(--deep);border-radius:4px;padding:10px 12px;background:#fff}
.tile b{display:block;font-size:26px;line-height:1.2}
.tile span{color:var(--soft);font-size:13px}
.tile.bad{border-top-color:var(--bad)}
.tile.good{border-top-color:var(--good)}
figure{margin:14px 0;break-inside:avoid}
figure svg{width:100%;height:auto;display:block}
figcaption{font-weight:bold;font-size:14px;margin-bottom:4px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:13.5px;margin:8px 0 6px}
th,td{padding:5px 8px;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead th{background:var(--pale);border-bottom:2px solid var(--deep);font-size:12.5px;vertical-align:bottom}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.nw{white-space:nowrap}
.bad{color:var(--bad)}
td.late{color:var(--bad);font-weight:bold}
.words{overflow-wrap:anywhere}
.first{min-width:11em}
.empty{color:var(--soft);font-style:italic}
.lines{margin:10px 0}
.lines i{display:block;border-bottom:1px dotted #9aa5b1;height:26px}
.signatures{margin-top:44px;break-inside:avoid}
.place{text-align:right}
.columns{display:grid;grid-template-columns:1fr 1fr;gap:60px;text-align:center;margin-top:14px}
.columns p{margin:0}
.line{display:block;margin:76px auto 0;width:70%;border-bottom:1px solid var(--ink)}
.signed{display:block;margin-top:64px;font-weight:bold;text-decoration:underline}
.method{font-size:12.5px;color:#3e4c59}
.method h2{font-size:15px}
@media (max-width:640px){body{padding:0 14px 32px}.tiles{grid-template-columns:1fr 1fr}.columns{gap:20px}
 .cover{padding-top:28px}}
@page{size:A4;margin:18mm 16mm 18mm 18mm}
@page{@bottom-right{content:counter(page) ' / ' counter(pages);font:9pt Arial,sans-serif;color:#5f6b7a}}
@media print{
 body{max-width:none;padding:0;font-size:10.5pt}
 .cover{border:0;min-height:235mm;padding-top:34mm;break-after:page}
 .unit{margin-bottom:26mm}
 .period{margin-top:18mm}
 .basis{margin-top:26mm}
 h2,h3,figcaption{break-after:avoid}
 .scroll{overflow:visible}
 table{font-size:9pt}
 th,td{padding:1.1mm 1.4mm}
 thead{display:table-header-group}
 tr,.tile,.tiles{break-inside:avoid}
 thead th,.tile,svg *{-webkit-print-color-adjust:exact;print-color-adjust:exact}
 h2{margin-top:9mm}
 .method{font-size:8.5pt}
}
";
