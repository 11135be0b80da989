// Comfort only: an upload that shows how far it is. Without this file the form is sent as any other.
"use strict";
(() => {
  const fields = (form) => [...form.querySelectorAll("[type=file]")];
  const isChosen = (form) => fields(form).some((field) => field.files.length);
  const panel = (form) => form.querySelector(".pekerjaan");

  const tell = (form, text, share) => {
    const place = panel(form);
    place.hidden = false;
    const bar = place.querySelector("progress");
    if (share === undefined) bar.removeAttribute("value"); else bar.value = share;
    place.querySelector("[role=status]").textContent = text;
  };

  // What is too large is not sent at all: everything that was typed stays where it is.
  const isTooLarge = (form) => {
    const { batas, batasSemua, terlaluBesar, semuaTerlaluBesar } = form.dataset;
    let sum = 0;
    fields(form).forEach((field) => {
      const size = [...field.files].reduce((bytes, file) => bytes + file.size, 0);
      sum += size;
      const isOver = batasSemua && size && sum > Number(batasSemua);
      field.setCustomValidity(size > Number(batas) ? terlaluBesar : isOver ? semuaTerlaluBesar : "");
    });
    return fields(form).find((field) => field.validity.customError);
  };

  // The answer to a refused upload is the same page with its sentences: its main part takes the place of ours.
  const show = (html) => {
    const answer = new DOMParser().parseFromString(html, "text/html").querySelector("main");
    const here = document.querySelector("main");
    if (!answer || !here) return location.reload();
    here.replaceWith(document.adoptNode(answer));
    const summary = document.querySelector(".galat-ringkas") || answer;
    summary.focus();
    scrollTo({ top: 0 });
  };

  // The form can be sent again; app.js marks its buttons a moment after the press.
  const release = (form) => setTimeout(() => {
    delete form.dataset.dikirim;
    form.querySelectorAll("[data-sibuk]").forEach((button) => {
      delete button.dataset.sibuk;
      button.removeAttribute("aria-disabled");
    });
  }, 10);

  const send = (form) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.upload.onprogress = (event) => {
      if (!event.lengthComputable) return;
      const share = Math.floor((event.loaded / event.total) * 100);
      if (share < 100) tell(form, `${share} %`, share);
      else tell(form, form.dataset.memeriksa);
    };
    request.onerror = request.onabort = () => { release(form); tell(form, form.dataset.terputus, 0); };
    request.onload = () => {
      const isPage = (request.getResponseHeader("Content-Type") || "").startsWith("text/html");
      if (!isPage) {
        // The same address with another anchor would only scroll.
        const target = new URL(JSON.parse(request.responseText).ke, location.href);
        history.replaceState(null, "", target);
        location.reload();
      } else if (new URL(request.responseURL).pathname !== new URL(form.action).pathname) {
        location.assign(request.responseURL);           // the sign-in has ended
      } else show(request.responseText);
    };
    tell(form, "0 %", 0);
    request.send(new FormData(form));
  };

  document.addEventListener("change", (event) => {
    const form = event.target.closest && event.target.closest("form.unggah");
    if (!form || !fields(form).includes(event.target)) return;
    isTooLarge(form);
    if (event.target.validity.customError) event.target.reportValidity();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("form.unggah") || !isChosen(form)) return;
    event.preventDefault();
    const large = isTooLarge(form);
    if (large) {
      release(form);
      large.reportValidity();
    } else send(form);
  });
})();
