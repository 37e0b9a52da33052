// Elements from words: h("p", {class: "quiet"}, "teks", …). Text is always text, never markup.
export function h(tag, about = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(about)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...inside.flat().filter((one) => one != null && one !== false));
  return element;
}

export const field = (label, input, help) =>
  h("div", { class: "field" }, h("label", { for: input.id }, label), help && h("p", { class: "help" }, help), input);

// What just happened, said where a screen reader hears it.
let spoken = 0;

export function say(words, kind = "message") {
  spoken = performance.now();
  document.getElementById("kabar").replaceChildren(h("p", { class: kind }, words));
}

// When a page is left, what was said there goes; what was said on leaving it stays.
export function hush() {
  if (performance.now() - spoken > 500) document.getElementById("kabar").replaceChildren();
}

export const thousands = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ".");
