// The robot check: one SHA-256 after the other until the one that the server hid is found. In our own words and on the
// page's own thread, a little at a time: `crypto.subtle` is missing on plain http, and asking it costs more than the
// hash itself. Without this file, or when the work cannot be fetched, the question in words stays where it is.
"use strict";
(() => {
  const K = new Uint32Array(64), START = new Uint32Array(8);
  const fraction = (x) => ((x - Math.floor(x)) * 4294967296) >>> 0;
  for (let n = 2, found = 0; found < 64; n++) {
    let isPrime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) { isPrime = false; break; }
    if (!isPrime) continue;
    if (found < 8) START[found] = fraction(Math.sqrt(n));
    K[found++] = fraction(Math.cbrt(n));
  }
  const w = new Uint32Array(64);

  // One block of SHA-256; `block` is 16 words, the answer 8.
  const hash = (block) => {
    w.set(block);
    for (let i = 16; i < 64; i++) {
      const a = w[i - 15], b = w[i - 2];
      const s0 = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3);
      const s1 = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10);
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    let [a, b, c, d, e, f, g, h] = START;
    for (let i = 0; i < 64; i++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    return [a, b, c, d, e, f, g, h].map((value, i) => (value + START[i]) >>> 0);
  };

  const words = (hex) => (hex.match(/.{8}/g) || []).map((part) => parseInt(part, 16) >>> 0);
  const toHex = (numbers) => numbers.map((n) => n.toString(16).padStart(8, "0")).join("");
  const pause = () => new Promise((next) => setTimeout(next));

  // salt + nonce + counter (36 bytes) fit one block, closed by a one and the length in bits.
  const solve = async ({ parameters, signature, most }) => {
    const block = new Uint32Array(16);
    block.set(words(parameters.salt + parameters.nonce));
    block[9] = 0x80000000;
    block[15] = 36 * 8;
    const wanted = words(parameters.keyPrefix);
    const began = Date.now();
    for (let counter = 0; counter < most;) {
      const until = performance.now() + 12;
      while (counter < most && performance.now() < until) {
        for (let i = 0; i < 200 && counter < most; i++, counter++) {
          block[8] = counter;
          const found = hash(block);
          if (wanted.every((word, at) => word === found[at])) {
            const solution = { counter, derivedKey: toHex(found), time: Date.now() - began };
            return btoa(JSON.stringify({ challenge: { parameters, signature }, solution }));
          }
        }
      }
      await pause();
    }
    throw new Error("nothing found");
  };

  const start = (place) => {
    const form = place.closest("form"), said = place.dataset;
    const [box, result, state] = ["robot", "robot-hasil", "robot-keadaan"].map((id) => document.getElementById(id));
    const byScript = place.querySelector("[data-robot-skrip]"), byWords = place.querySelector("[data-robot-kata]");
    const answer = byWords.querySelector("input");
    let work = null, waits = null;

    const show = (isScript) => {
      byScript.hidden = !isScript;
      byWords.hidden = isScript;
      answer.disabled = isScript;
    };
    const tell = () => {
      box.setAttribute("aria-invalid", "false");
      state.textContent = !box.checked ? "" : result.value ? said.selesai : said.memeriksa;
    };
    const begin = () => {
      if (work) return;
      work = fetch(said.robot, { headers: { Accept: "application/json" } })
        .then((sent) => { if (!sent.ok) throw new Error(String(sent.status)); return sent.json(); })
        .then(solve)
        .then((payload) => {
          work = { payload };
          if (box.checked) finish();
        })
        .catch(() => {
          work = null;
          show(false);
          state.textContent = "";
          byWords.querySelector(".form-text").textContent = said.gagal;
          if (waits) answer.focus();
          waits = null;
        });
    };
    const finish = () => {
      if (work && work.payload) result.value = work.payload;
      tell();
      if (waits && result.value) { const button = waits; waits = null; form.requestSubmit(button === true ? undefined : button); }
    };

    show(true);
    document.querySelectorAll('a[href="#robot_jawab"]').forEach((link) => { link.hash = "robot"; });   // the summary of errors leads to what stands here
    if (result.value) { box.checked = true; work = { payload: result.value }; }
    tell();
    form.addEventListener("focusin", begin, { once: true });
    box.addEventListener("change", () => {
      if (!box.checked) result.value = "";
      else begin();
      finish();
    });
    form.addEventListener("submit", (event) => {   // sent while the work is being done: goes when it is done
      if (byScript.hidden || !box.checked || result.value) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      waits = event.submitter || true;
      begin();
    }, true);
  };
  document.querySelectorAll("[data-robot]").forEach(start);

  // Only the kinds of identity that fit the citizenship; the server says the same without this.
  const kinds = document.getElementById("jenis_identitas");
  const fit = () => {
    const chosen = document.querySelector("input[name=kewarganegaraan]:checked");
    if (!kinds || !chosen) return;
    [...kinds.options].forEach((option) => {
      const isFit = !option.dataset.warga || option.dataset.warga.split(" ").includes(chosen.value);
      option.hidden = option.disabled = !isFit;
      if (!isFit && option.selected) kinds.value = "";
    });
  };
  document.querySelectorAll("input[name=kewarganegaraan]").forEach((radio) => radio.addEventListener("change", fit));
  fit();
})();
