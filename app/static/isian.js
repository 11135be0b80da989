// The form of an application: filtering the fields of government. Comfort only; without it all of them are shown.
"use strict";
addEventListener("DOMContentLoaded", () => {
  for (const box of document.querySelectorAll("[data-saring]")) {
    const field = box.querySelector("input"), note = box.querySelector("[data-kosong]");
    const list = document.getElementById(field.getAttribute("aria-controls"));
    const update = () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const group of list.querySelectorAll("details")) {
        let inGroup = 0;
        for (const label of group.querySelectorAll("label")) {
          const text = label.textContent.toLowerCase();
          const fits = words.every((word) => text.includes(word)) || label.querySelector("input").checked;
          label.hidden = !fits;
          label.classList.toggle("d-none", !fits);
          inGroup += fits;
        }
        group.hidden = !inGroup;
        if (words.length && inGroup) group.open = true;
        shown += inGroup;
      }
      note.textContent = shown ? "" : note.dataset.kosong;
    };
    field.addEventListener("input", (event) => { event.stopPropagation(); update(); });   // filtering is no change to save
    field.addEventListener("change", (event) => event.stopPropagation());
    field.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    box.hidden = false;
  }
});
