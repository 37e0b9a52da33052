// The camera reads a code: by the browser's own reader where it has one, else by jsQR.
import jsQR from "jsqr";

export class NoCamera extends Error {}

// The code has 69 modules across with its quiet zone. Of a card that fills the picture a cheap camera's 640 pixels give
// each module four; jsQR reads down to two and a half, and takes too long over more than 800.
const WISHED = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };
const MOST = 800;

// Call `found` with each code seen until stopped; gives back the function that stops.
export async function scan(video, found) {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: WISHED });
  } catch {
    throw new NoCamera();
  }
  video.srcObject = stream;
  await video.play();
  const read = await reader();
  let stopped = false;
  const stop = () => {
    stopped = true;
    for (const track of stream.getTracks()) track.stop();
  };
  (async () => {
    while (!stopped) {
      const words = await read(video).catch(() => "");
      if (words && !stopped) found(words);
      await new Promise((next) => setTimeout(next, 120));
    }
  })();
  return stop;
}

async function reader() {
  const formats = (await globalThis.BarcodeDetector?.getSupportedFormats?.().catch(() => [])) ?? [];
  if (formats.includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? "";
  }
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, MOST / Math.max(video.videoWidth, video.videoHeight));
    canvas.width = video.videoWidth * scale;
    canvas.height = video.videoHeight * scale;
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height);
    return jsQR(data, width, height)?.data ?? "";
  };
}
