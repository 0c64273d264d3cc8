#include "status/page_assets.hpp"

namespace dcrvoter::status {

// Sections are compared as the server wrote them but for ages, so that what did not change keeps focus and
// selection. The sentence's element stays, and its text changes only with the state: screen readers
// announce it then.
std::string_view page_script() noexcept {
  return R"js(
(function(){"use strict";
var root=document.documentElement,main=document.querySelector("main"),old=document.getElementById("old"),
icon=document.querySelector("link[rel=icon]"),title=document.title,news=Date.now(),base=news,asked=0,busy=false,stale=false,source=null,opened=0,id="",sent={};
root.classList.add("js");
function ago(s){return s<90?Math.floor(s)+" s":s<5400?Math.round(s/60)+" min":s<129600?Math.round(s/3600)+" h":Math.round(s/86400)+" days"}
function all(e,q){return[].slice.call(e.querySelectorAll(q))}
function same(html){return html.replace(/data-age="\d+">[^<]*/g,"")}
function dress(e){all(e,"time").forEach(function(t){var d=new Date(t.getAttribute("datetime")),o={hour:"2-digit",minute:"2-digit"};if(isNaN(d))return;
var only=t.getAttribute("data-day"),f={day:"numeric",month:"short"};if(only==="y")f.year="numeric";
var day=only===null&&d.toDateString()===new Date().toDateString()?"today":d.toLocaleDateString("en-GB",f);
t.textContent=only===null?day+" "+d.toLocaleTimeString("en-GB",o):day})}
function ages(){var more=(Date.now()-base)/1000;all(document,"[data-age]").forEach(function(e){e.textContent=ago(+e.getAttribute("data-age")+more)+" ago"})}
function remember(e){sent[e.id]=e.outerHTML}
function put(now,next){if(now.id!=="state"){main.replaceChild(next,now);return next}
now.className=next.className;now.replaceChild(next.querySelector("svg"),now.querySelector("svg"));
var a=now.querySelector("h1"),b=next.querySelector("h1");if(a.textContent!==b.textContent)a.textContent=b.textContent;
now.querySelector("p").innerHTML=next.querySelector("p").innerHTML;return now}
function take(text){var doc=new DOMParser().parseFromString(text,"text/html"),fresh=doc.querySelector("main");
if(!fresh||!fresh.children.length)return false;
var ids={};all(fresh,"main>section").forEach(function(next,at){var now=document.getElementById(next.id),html=next.outerHTML;ids[next.id]=1;
if(now&&same(html)===same(sent[next.id]||"")){var from=all(next,"[data-age]");all(now,"[data-age]").forEach(function(e,i){e.setAttribute("data-age",from[i].getAttribute("data-age"))})}
else{var copy=document.importNode(next,true);dress(copy);if(now)now=put(now,copy);else{main.appendChild(copy);now=copy}
now.classList.remove("fresh");void now.offsetWidth;now.classList.add("fresh")}
sent[next.id]=html;if(main.children[at]!==now)main.insertBefore(now,main.children[at])});
all(main,"main>section").forEach(function(e){if(!ids[e.id])e.remove()});
var foot=doc.querySelector(".foot");if(foot){foot=document.importNode(foot,true);dress(foot);document.querySelector(".foot").replaceWith(foot)}
document.title=title=doc.title;icon.href=doc.querySelector("link[rel=icon]").href;base=news=Date.now();
if(stale){stale=false;root.classList.remove("stale");old.textContent=""}ages();return true}
function load(){if(busy)return;busy=true;asked=Date.now();
var stop=window.AbortController?new AbortController():null,timer=setTimeout(function(){if(stop)stop.abort();busy=false},8000);
fetch("/",{cache:"no-store",signal:stop?stop.signal:undefined}).then(function(r){return r.ok?r.text():Promise.reject()}).then(take).catch(function(){}).then(function(){clearTimeout(timer);busy=false})}
function soon(){var wait=asked+1000-Date.now();if(wait<=0)load();else setTimeout(soon,wait)}
function open(){if(!window.EventSource)return;opened=Date.now();source=new EventSource("/api/v1/events");
source.addEventListener("status",function(e){if(!stale)news=Date.now();if(stale||e.lastEventId!==id||news-asked>60000){id=e.lastEventId;soon()}})}
function tick(){var now=Date.now(),quiet=(now-news)/1000;
if(quiet>=40&&!stale){stale=true;root.classList.add("stale");old.textContent="No news from this box. What you see is old.";document.title="\u25CC No news \u00B7 "+title.replace(/^.*\u00B7 /,"")}
if(quiet>15&&now-asked>5000)load();
if(source&&source.readyState===2&&now-opened>5000)open();
ages()}
all(main,"main>section").forEach(remember);dress(document);ages();open();setInterval(tick,1000);
document.addEventListener("visibilitychange",function(){if(!document.hidden)load()})
})();
)js";
}

}  // namespace dcrvoter::status
