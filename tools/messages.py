"""`make messages`: take every marked text into the room's catalogue, say what waits for English, compile."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from lindung.config import languages

if __name__ == "__main__":
    if "--compile" not in sys.argv:
        for room in languages.rooms():
            for text in languages.update(room):
                print(f"{room.name}: {text}")
    languages.compile_all()
