"""Images in several encodings with their pixels as PIL sees them (the file at hand was made by Pillow 9.4).

Rewrites images.json beside it; needs Pillow only:  python3 test/reference/vision/images.py
"""
import base64
import io
import json
import pathlib
import random

from PIL import Image, ImageOps

numbers = random.Random(3)
height, width = 5, 7


def noise(mode, bands):
    pixels = bytes(numbers.randrange(256) for _ in range(height * width * bands))
    return Image.frombytes(mode, (width, height), pixels)


def smooth():
    """Eight-pixel blocks that JPEG keeps well."""
    image = Image.new("RGB", (16, 8), (200, 40, 90))
    image.paste((30, 160, 220), (0, 0, 8, 8))
    return image


def encoded(image, form, **options):
    data = io.BytesIO()
    image.save(data, form, **options)
    return data.getvalue()


def case(name, data, seen, tolerance=0):
    """`seen` is what PIL makes of the file: pixels [height, width, channels], and brightness by convert("L")."""
    return {
        "name": name,
        "file": base64.b64encode(data).decode(),
        "height": seen.height,
        "width": seen.width,
        "channels": len(seen.getbands()),
        "pixels": list(seen.tobytes()),
        "brightness": list(seen.convert("L").tobytes()),
        "tolerance": tolerance,
    }


def opened(data):
    return Image.open(io.BytesIO(data))


cases = []
for mode, bands in (("L", 1), ("RGB", 3)):
    data = encoded(noise(mode, bands), "PNG")
    cases.append(case(f"PNG {mode}", data, opened(data)))

data = encoded(noise("RGB", 3).quantize(16), "PNG")
cases.append(case("PNG with a palette", data, opened(data).convert("RGB")))

data = encoded(noise("RGBA", 4), "PNG")
white = Image.new("RGBA", (width, height), "white")
cases.append(case("PNG with transparency, on white", data, Image.alpha_composite(white, opened(data)).convert("RGB"), 1))

deep = Image.new("I", (width, height))
deep.putdata([numbers.randrange(256) * 257 for _ in range(height * width)])
data = encoded(deep, "PNG")
gray = Image.new("L", (width, height))
gray.putdata([value // 257 for value in opened(data).getdata()])
cases.append(case("PNG of 16 bits", data, gray, 1))

bits = noise("L", 1).convert("1")
data = encoded(bits, "PNG")
cases.append(case("PNG of 1 bit", data, opened(data).convert("L")))

data = encoded(smooth(), "JPEG", quality=95, subsampling=0)
cases.append(case("JPEG", data, opened(data), 2))

data = encoded(smooth().convert("L"), "JPEG", quality=95)
cases.append(case("JPEG without colour", data, opened(data), 2))

exif = Image.Exif()
exif[0x0112] = 6
data = encoded(smooth(), "JPEG", quality=95, subsampling=0, exif=exif)
cases.append(case("JPEG taken with the camera on its side", data, ImageOps.exif_transpose(opened(data)), 2))

target = pathlib.Path(__file__).with_suffix(".json")
target.write_text("[\n" + ",\n".join(json.dumps(one, separators=(",", ":")) for one in cases) + "\n]\n")
