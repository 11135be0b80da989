// Passkeys: asks the browser for one and puts its answer into the form. Sentences come from the form's data-….
"use strict";
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) => buffer ? btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "") : undefined;
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const ask = async (form, options) => {
    options.challenge = bytes(options.challenge);
    if (form.dataset.kunci === "daftar") {
      options.user.id = bytes(options.user.id);
      options.excludeCredentials = known(options.excludeCredentials);
      return navigator.credentials.create({ publicKey: options });
    }
    options.allowCredentials = known(options.allowCredentials);
    return navigator.credentials.get({ publicKey: options });
  };

  const answer = (key) => {
    const { response } = key;
    const said = { clientDataJSON: text(response.clientDataJSON) };
    if (response.attestationObject) {
      said.attestationObject = text(response.attestationObject);
      said.transports = response.getTransports ? response.getTransports() : [];
    } else {
      said.authenticatorData = text(response.authenticatorData);
      said.signature = text(response.signature);
      said.userHandle = text(response.userHandle);
    }
    return JSON.stringify({
      id: key.id, rawId: text(key.rawId), type: key.type, response: said, clientExtensionResults: key.getClientExtensionResults(),
      authenticatorAttachment: key.authenticatorAttachment || undefined,
    });
  };

  // The form can be pressed again; app.js marks its buttons a moment after the press.
  const release = (form) => setTimeout(() => {
    delete form.dataset.dikirim;
    form.querySelectorAll("[data-sibuk]").forEach((button) => { delete button.dataset.sibuk; button.removeAttribute("aria-disabled"); });
  }, 10);

  const tell = (form, sentence) => { form.querySelector("[role=status]").textContent = sentence; };

  const begin = async (form) => {
    tell(form, form.dataset.menunggu);
    try {
      const sent = new FormData();
      sent.append("csrf_token", form.elements.csrf_token.value);
      sent.append("langkah", form.elements.langkah ? form.elements.langkah.value : "");
      const got = await fetch(form.dataset.opsi, { method: "POST", body: sent, headers: { Accept: "application/json" } });
      if (!got.ok) throw new Error((await got.json()).pesan || got.status);
      form.elements.sandi_kunci.value = answer(await ask(form, await got.json()));
      form.submit();
    } catch (error) {
      release(form);
      tell(form, error.name === "Error" ? error.message : error.name === "InvalidStateError" ? form.dataset.sudah || form.dataset.gagal : form.dataset.gagal);
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("form[data-kunci]") || form.elements.sandi_kunci.value) return;
    event.preventDefault();
    if (!window.PublicKeyCredential) { release(form); tell(form, form.dataset.tanpa); } else begin(form);
  });
})();
