// Comfort only: every page works without this file. It stands in <head>, so that the theme is right before the first
// paint; all the rest waits for the page or for an event. Sentences come from the data-… of its own <script>.
"use strict";
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => { if ("ikutPerangkat" in root.dataset) root.dataset.bsTheme = dark.matches ? "dark" : "light"; };
  follow();
  dark.addEventListener("change", follow);

  const texts = document.currentScript.dataset;
  const say = (name, values = {}) => texts[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const each = (selector, act, within = document) => within.querySelectorAll(selector).forEach(act);
  const store = {
    get: () => { try { return JSON.parse(sessionStorage.getItem("isian")); } catch { return null; } },
    set: (value) => { try { sessionStorage.setItem("isian", JSON.stringify(value)); } catch { /* full or forbidden */ } },
    drop: () => { try { sessionStorage.removeItem("isian"); } catch { /* forbidden */ } },
  };

  // ── Menus close on Escape and when something else is pressed ──────────────────────────────
  document.addEventListener("click", (event) =>
    each("details.menu[open]", (menu) => { if (!menu.contains(event.target)) menu.open = false; }));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    each("details.menu[open]", (menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  });

  // ── Live word count; the server counts in the same way ────────────────────────────────────
  const countWords = (line) => {
    const field = document.getElementById(line.dataset.hitung);
    if (!field) return;
    const limit = Number(line.dataset.batas);
    const update = () => {
      const n = field.value.split(/\s+/).filter(Boolean).length;
      line.classList.toggle("lebih", n > limit);
      line.children[0].textContent = n > limit ? say("lebih", { n: n - limit }) : say("sisa", { n: limit - n });
      line.children[1].textContent = say("dari", { n, batas: limit });
    };
    field.addEventListener("input", update);
    update();
  };

  // ── Suggestions for a relation with many rows ─────────────────────────────────────────────
  const suggest = (input) => {
    let timer, asked = "";
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const text = input.value.trim();
        if (text.length < 2 || text.length > 200 || text === asked || text.includes(" · ")) return;
        asked = text;
        const address = new URL(input.dataset.saran, location.href);
        address.searchParams.set("q", text);
        const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
        if (!answer || !answer.ok || text !== asked) return;
        const option = (value) => Object.assign(document.createElement("option"), { value });
        input.list.replaceChildren(...(await answer.json()).map(option));
      }, 150);
    });
  };

  // ── What was typed outlives an ended sign-in ──────────────────────────────────────────────
  const SKIP = new Set(["csrf_token", "yakin", "versi"]);   // nothing that a person types
  const isText = ([name, value]) => typeof value === "string" && !SKIP.has(name) && !name.startsWith("sandi");
  const methodOf = (form) => (form.getAttribute("method") || "get").toLowerCase();   // form.method may be a field
  const addressOf = (form) => new URL(form.getAttribute("action") || location.href, location.href);
  const isPost = (form) => methodOf(form) === "post";
  const pathOf = (form) => addressOf(form).pathname;
  const isKept = (form) => isPost(form) && !form.querySelector("[type=password]") && !pathOf(form).endsWith("/keluar");
  const keep = (form) => {
    if (isKept(form)) store.set({ path: pathOf(form), at: Date.now(), entries: [...new FormData(form)].filter(isText) });
  };
  const fill = (form, entries) => {
    const values = new Map();
    entries.forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
    each("input, textarea, select", (field) => {
      const found = values.get(field.name) || [];
      if (SKIP.has(field.name) || ["hidden", "file", "submit"].includes(field.type)) return;
      if (["checkbox", "radio"].includes(field.type)) field.checked = found.includes(field.value);
      else if (field.multiple) [...field.options].forEach((o) => { o.selected = found.includes(o.value); });
      else if (found.length) field.value = found.shift();
    }, form);
  };
  const restore = () => {
    const kept = store.get();
    if (!kept) return;
    if (Date.now() - kept.at > 12 * 3600e3) return store.drop();
    const isDoor = location.pathname.endsWith("/masuk") || document.body.dataset.galat;
    if (isDoor) return store.set({ ...kept, door: true });
    const form = [...document.forms].find((candidate) => isKept(candidate) && pathOf(candidate) === kept.path);
    if (!form && kept.door) return;                    // still on the way back
    store.drop();
    if (!form || !kept.door || form.querySelector(".isian-galat")) return;
    fill(form, kept.entries);
    const note = document.createElement("p");
    note.className = "alert alert-info";
    note.setAttribute("role", "status");
    note.textContent = say("pulih");
    form.prepend(note);
  };

  // ── The wizard saves by itself; it never moves the focus ──────────────────────────────────
  const autosave = (form) => {
    const line = form.querySelector("[data-status-simpan]") || document.querySelector("[data-status-simpan]");
    const snapshot = () => JSON.stringify([...new FormData(form)].filter(isText));
    const tell = (state, text) => { if (line) { line.dataset.keadaan = state; line.querySelector("span").textContent = text; } };
    let saved = snapshot(), timer;
    const save = async () => {
      clearTimeout(timer);
      const now = snapshot();
      if (now === saved || form.dataset.dikirim || form.saving) return;
      const body = new FormData(form);
      each("[type=file]", (file) => body.delete(file.name), form);
      form.saving = fetch(addressOf(form), {
        method: "POST", body, redirect: "manual", headers: { "X-Simpan-Otomatis": "1", Accept: "application/json" },
      }).then(async (answer) => {                      // until the form knows its new version nothing else is sent
        const news = answer.status === 200 ? await answer.json().catch(() => ({})) : {};
        if (news.versi !== undefined && form.elements.versi) form.elements.versi.value = news.versi;
        return answer;
      }).catch(() => null);
      const answer = await form.saving;
      form.saving = null;
      if (answer && answer.ok) {
        saved = now;
        const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Makassar", hour: "2-digit", minute: "2-digit" });
        const jam = clock.format(new Date()).replace(":", root.lang === "id" ? "." : ":") + " WITA";
        tell("tersimpan", say("tersimpan", { jam }));
        if (snapshot() !== saved) later();
      } else if (answer && answer.status === 409) tell("gagal", say("bentrok"));
      else if (answer && (answer.type === "opaqueredirect" || [400, 401, 403].includes(answer.status))) { keep(form); tell("gagal", say("habis")); }
      else tell("gagal", say(answer && answer.status === 422 ? "salah" : "gagal"));
    };
    const later = () => { clearTimeout(timer); timer = setTimeout(save, 2000); };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  };

  // ── Sending: ask first, once only, nothing lost ───────────────────────────────────────────
  const ask = (form, button, question) => {
    const dialog = document.getElementById("tanya");
    dialog.querySelector("#tanya-teks").textContent = question;
    dialog.returnValue = "";
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "ya") return button.focus();
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "yakin", value: "1" }));
      form.dataset.yakin = "1";
      form.requestSubmit(button);
    }, { once: true });
    dialog.showModal();
  };
  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (methodOf(form) === "dialog" || event.defaultPrevented) return;
    if ("tanpaKosong" in form.dataset) each("input, select", (field) => { if (!field.value && !field.disabled) { field.disabled = true; field.dataset.kosong = ""; } }, form);
    if (!isPost(form)) return;
    if (button && button.dataset.tanya && !form.dataset.yakin) { event.preventDefault(); return ask(form, button, button.dataset.tanya); }
    if (form.dataset.dikirim) return event.preventDefault();
    if (form.saving) {                                 // let the running autosave end, else the two would meet
      event.preventDefault();
      form.saving.finally(() => setTimeout(() => form.requestSubmit(button)));
      return;
    }
    if (pathOf(form).endsWith("/keluar")) store.drop(); else keep(form);
    if ("unduh" in form.dataset) return;               // answers with a file: the page stays
    form.dataset.dikirim = "1";
    setTimeout(() => each("button:not([type=button])", (b) => { b.dataset.sibuk = ""; b.setAttribute("aria-disabled", "true"); }, form));
  });
  addEventListener("pageshow", () => {
    each("form[data-dikirim]", (form) => { delete form.dataset.dikirim; delete form.dataset.yakin; });
    each("[data-sibuk]", (button) => { delete button.dataset.sibuk; button.removeAttribute("aria-disabled"); });
    each("[data-kosong]", (field) => { field.disabled = false; delete field.dataset.kosong; });
  });

  // ── Lists: choose all rows of a page ──────────────────────────────────────────────────────
  const chooseAll = (box) => {
    const form = box.closest("form"), table = box.closest("table");
    const boxes = () => [...table.querySelectorAll("tbody [type=checkbox]")];
    const count = form && form.querySelector("[data-dipilih]");
    const update = () => {
      const n = boxes().filter((one) => one.checked).length;
      box.checked = n > 0 && n === boxes().length;
      box.indeterminate = n > 0 && !box.checked;
      if (count) count.textContent = say("dipilih", { n });
    };
    box.addEventListener("change", () => { boxes().forEach((one) => { one.checked = box.checked; }); update(); });
    table.addEventListener("change", (event) => { if (event.target !== box) update(); });
    update();
  };

  document.addEventListener("DOMContentLoaded", () => {
    each("form", (form) => { form.noValidate = true; });   // our own sentences, in the language of the page
    restore();
    each("[data-hitung]", countWords);
    each("input[data-saran]", suggest);
    each("form[data-simpan-otomatis]", autosave);
    each("[data-pilih-semua]", chooseAll);
  });
})();
