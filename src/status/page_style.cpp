#include "status/page_assets.hpp"

namespace dcrvoter::status {

// Colours are pairs of text and ground with a contrast of 4.5 or more; a state has its shape besides.
std::string_view page_style() noexcept {
  return R"css(
:root{color-scheme:light dark;--bg:#f4f6f9;--card:#fff;--ink:#13202e;--soft:#556273;--line:#e1e6ec;--accent:#1d5fe0;
--ok:#0a6c4b;--okbg:#e2f5eb;--warn:#7d4e00;--warnbg:#fff0cf;--bad:#b0231b;--badbg:#fde8e6;--bar:#7ba4e8;--fill:#edf1f6;
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
@media (prefers-color-scheme:dark){:root{--bg:#0d141e;--card:#151f2c;--ink:#e7edf4;--soft:#9dabbb;--line:#243244;--accent:#7aa8ff;
--ok:#62d8a8;--okbg:#0e2c24;--warn:#f3c352;--warnbg:#30260c;--bad:#ff8f85;--badbg:#381715;--bar:#4a76bd;--fill:#1d2939}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);-webkit-text-size-adjust:100%}
.wrap{max-width:1064px;margin:0 auto;padding:0 12px}
header{display:flex;justify-content:space-between;align-items:center;gap:12px;min-height:44px;font-size:14px;color:var(--soft)}
header b{color:var(--ink);font-weight:650;letter-spacing:-.01em}
header svg{width:20px;height:20px;vertical-align:-4px;margin-right:8px;color:var(--accent)}
main{display:grid;gap:12px;grid-template-columns:minmax(0,1fr)}
section{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:14px 16px;min-width:0}
h1,h2,p,ul,ol,dl,dd{margin:0}
h2{font-size:14px;font-weight:600;color:var(--soft);margin-bottom:8px}
p+p{margin-top:8px}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
small,.why{display:block;font-size:13px;line-height:1.4;font-weight:400;letter-spacing:0;color:var(--soft)}
.why,dd,td,.todo,header,.foot{overflow-wrap:anywhere}
header span+span{white-space:nowrap}
.state{display:flex;gap:12px;align-items:center;border-color:transparent;padding:12px 14px}
.state>svg{flex:none;width:38px;height:38px}
.state h1{font-size:20px;line-height:1.2;font-weight:680;letter-spacing:-.015em;color:var(--ink)}
.state p{margin-top:3px;font-size:14px;line-height:1.4;color:var(--ink);overflow-wrap:anywhere}
.is-ok{background:var(--okbg);color:var(--ok)}.is-warn{background:var(--warnbg);color:var(--warn)}.is-bad{background:var(--badbg);color:var(--bad)}
.facts{padding:0}
.facts dl{display:grid;grid-template-columns:repeat(2,minmax(0,1fr))}
.facts dl>div{padding:8px 12px;border-top:1px solid var(--line)}
.facts dl>div:nth-child(-n+2){border-top:0}
.facts dl>div:nth-child(even){border-left:1px solid var(--line)}
.facts dt{font-size:13px;color:var(--soft)}
.facts dd{font-size:21px;line-height:1.3;font-weight:620;letter-spacing:-.01em}
.facts dd,table,.rows dd,.foot{font-variant-numeric:tabular-nums}
table{width:100%;border-collapse:collapse;font-size:15px}
th{font-size:13px;font-weight:500;text-align:left;color:var(--soft);padding:0 10px 4px 0}
td{padding:7px 10px 7px 0;border-top:1px solid var(--line);vertical-align:top}
td.n,th.n{text-align:right;padding-right:0}
td.n,#votes td:first-child{white-space:nowrap}
#votes table,#nodes table{font-size:14px}
.tag{display:inline-flex;gap:7px;align-items:center;font-weight:580}
.tag::before{content:"";flex:none;width:10px;height:10px;background:currentColor}
.ok{color:var(--ok)}.ok::before{border-radius:50%}
.warn{color:var(--warn)}.warn::before{clip-path:polygon(50% 0,100% 100%,0 100%)}
.bad{color:var(--bad)}.bad::before{width:12px;height:12px;clip-path:polygon(20% 0,50% 30%,80% 0,100% 20%,70% 50%,100% 80%,80% 100%,50% 70%,20% 100%,0 80%,30% 50%,0 20%)}
.idle{color:var(--soft)}.idle::before{background:linear-gradient(currentColor,currentColor) center/10px 3px no-repeat}
.rows{display:grid;gap:0;align-content:start}
.rows>div{display:grid;grid-template-columns:minmax(92px,34%) minmax(0,1fr);gap:12px;padding:7px 0;border-top:1px solid var(--line);font-size:15px}
.rows>div:first-child{border-top:0;padding-top:0}
.rows dt{color:var(--soft)}
code,pre{font:13px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace}
pre{margin:8px 0 0;padding:10px 12px;border-radius:10px;background:var(--fill);white-space:pre-wrap;overflow-wrap:anywhere}
pre,.key code{-webkit-user-select:all;user-select:all}
tbody:first-child tr:first-child td{border-top:0;padding-top:0}
#nodes td:first-child{min-width:124px}#nodes td:nth-child(2),#choices td:first-child{min-width:100px}
.key{margin-bottom:14px;display:grid;gap:14px;grid-template-columns:auto minmax(0,1fr);align-items:start}
.key code{display:block;margin-bottom:6px;overflow-wrap:anywhere}
.qr{display:block;width:128px;height:128px;background:#fff;border-radius:8px}
.chart{display:block;width:100%;overflow:visible}
.chart text{font-size:11px;fill:var(--soft);font-variant-numeric:tabular-nums}
.chart .v{fill:var(--bar)}.chart .m{fill:var(--bad)}.chart .l{stroke:var(--line);stroke-width:1}.chart .p{stroke:var(--bad);stroke-dasharray:3 3}
.chart .mt{fill:var(--bad);font-weight:700;font-size:12px}
.chart+*{margin-top:6px}
.ends{display:flex;justify-content:space-between;gap:8px;font-size:13px;color:var(--soft)}
ul,ol{padding:0;list-style:none}
.todo li,.steps li{padding:9px 0;border-top:1px solid var(--line)}
.todo li:first-child,.steps li:first-child{border-top:0;padding-top:0}
.todo li:last-child,.steps li:last-child{padding-bottom:0}
.todo .tag{align-items:baseline}
.steps li{padding-left:34px;position:relative}
.steps li>svg{position:absolute;left:0;width:22px;height:22px;margin-top:1px;color:var(--soft)}
.steps li.done>svg{color:var(--ok)}.steps li.now>svg{color:var(--accent)}
.steps b{font-weight:600}.steps .done b{font-weight:400}
.foot{padding:16px 2px 28px;font-size:13px;color:var(--soft);display:flex;flex-wrap:wrap;gap:4px 20px}
.old{display:none;margin:8px 0;padding:10px 14px;border-radius:10px;background:var(--badbg);color:var(--bad);font-weight:600;position:sticky;top:8px;z-index:1}
.stale .old{display:block}
.stale main{filter:grayscale(1);opacity:.55}
.js .utc{display:none}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
#state.fresh,#votes.fresh,#nodes.fresh,#todo.fresh{animation:fresh 1.2s ease-out}
@keyframes fresh{from{border-color:var(--accent)}}
@media (prefers-reduced-motion:reduce){section.fresh{animation:none!important}}
@media (min-width:760px){.wrap{padding:0 20px}header{min-height:56px}main{gap:16px;grid-template-columns:repeat(2,minmax(0,1fr));grid-auto-flow:dense}#votes,#key{grid-row:span 2}#votes table,#nodes table{font-size:15px}#nodes td:first-child{min-width:164px}
section{padding:18px 20px}.full,.state,.facts{grid-column:1/-1}.facts{padding:0}.state{padding:22px 24px;gap:20px}.state>svg{width:56px;height:56px}.state h1{font-size:30px}.state p{font-size:16px}
.facts dl{grid-template-columns:repeat(4,minmax(0,1fr))}.facts dl>div{border-top:0;border-left:1px solid var(--line);padding:14px 20px}.facts dl>div:first-child{border-left:0}.facts dd{font-size:25px}
.wide .rows{grid-template-columns:repeat(2,minmax(0,1fr));column-gap:40px}.wide .rows>div:nth-child(2){border-top:0;padding-top:0}
.qr{width:148px;height:148px}}
@media print{:root{--ok:#064a33;--warn:#5a3800;--bad:#8a1a14;--accent:#000;--bar:#6d8fc4;--bg:#fff;--card:#fff;--ink:#000;--soft:#333;--line:#bbb;--okbg:#fff;--warnbg:#fff;--badbg:#fff;--fill:#fff}
section{break-inside:avoid}.state{border:1px solid #000}.old{display:none!important}.stale main{filter:none;opacity:1}}
)css";
}

}  // namespace dcrvoter::status
