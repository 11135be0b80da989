// New items of the talk appear by themselves. Comfort only: without it the link `Muat ulang` does the same.
// Nothing that somebody types is moved: the page is scrolled by as much as the list has grown.
"use strict";
addEventListener("DOMContentLoaded", () => {
  const EVERY = 10_000, SLOWEST = 120_000;
  const list = document.querySelector("ol[data-baru]"), news = document.getElementById("terbaru");
  if (!list || !news) return;
  document.documentElement.classList.add("tanpa-jangkar");   // else the browser would correct a second time
  let wait = EVERY, timer, isAsking = false;

  const add = (html) => {
    const items = [...new DOMParser().parseFromString(`<ol>${html}</ol>`, "text/html").querySelectorAll("ol > li")];
    const fresh = items.filter((item) => !document.getElementById(item.id));
    if (items.length) list.dataset.sesudah = items[items.length - 1].dataset.tempat;
    if (!fresh.length) return;
    const fixed = document.getElementById("tulis") || news, before = fixed.getBoundingClientRect().top;
    const isTyping = fixed.contains(document.activeElement);
    list.append(...fresh);
    news.textContent = list.dataset.kabar.replace("{n}", fresh.length);
    if (isTyping || before < innerHeight) {
      scrollBy({ top: fixed.getBoundingClientRect().top - before, behavior: "instant" });
    }
  };

  const ask = async () => {
    if (document.hidden || isAsking) return;
    isAsking = true;
    const address = new URL(list.dataset.baru, location.href);
    address.searchParams.set("sesudah", list.dataset.sesudah);
    const answer = await fetch(address, { redirect: "manual", headers: { Accept: "text/html" } }).catch(() => null);
    isAsking = false;
    if (answer && (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status))) {
      news.textContent = list.dataset.habis;                 // signed out: asking again helps nobody
      return;
    }
    if (answer && answer.status === 200) add(await answer.text());
    if (!answer || answer.status >= 500) { wait = Math.min(wait * 2, SLOWEST); news.textContent = list.dataset.putus; }
    else if (wait !== EVERY) { wait = EVERY; if (news.textContent === list.dataset.putus) news.textContent = ""; }
    later();
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(ask, wait); };
  document.addEventListener("visibilitychange", () => { clearTimeout(timer); if (!document.hidden) ask(); });
  later();
});
