// A signature on glass, kept as strokes (an SVG path): some hundred letters instead of a picture.
import { h } from "./dom.js";

const [WIDE, HIGH] = [320, 120];

export function signaturePad() {
  const canvas = h("canvas", { id: "tanda", width: WIDE, height: HIGH, "aria-label": "Bidang tanda tangan" });
  const pen = canvas.getContext("2d");
  let path = "";
  let drawing = false;
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    const x = Math.round(((event.clientX - box.left) * WIDE) / box.width);
    return [x, Math.round(((event.clientY - box.top) * HIGH) / box.height)];
  };
  canvas.addEventListener("pointerdown", (event) => {
    drawing = true;
    canvas.setPointerCapture(event.pointerId);
    const [x, y] = at(event);
    path += `M${x} ${y}`;
    pen.lineWidth = 2.5;
    pen.lineCap = "round";
    pen.strokeStyle = getComputedStyle(canvas).color;
    pen.beginPath();
    pen.moveTo(x, y);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing || path.length > 8000) return;
    const [x, y] = at(event);
    path += `L${x} ${y}`;
    pen.lineTo(x, y);
    pen.stroke();
  });
  canvas.addEventListener("pointerup", () => (drawing = false));
  const clear = () => {
    path = "";
    pen.clearRect(0, 0, WIDE, HIGH);
  };
  return { canvas, clear, path: () => path };
}

// A photo of a thumb print beside the name, small enough to travel.
export async function thumb(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, 320 / Math.max(picture.width, picture.height));
  const canvas = h("canvas", { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", 0.6).slice(0, 80000);
}
