"""Makes scans and photographs of set pages: ink, toner, skew, noise, perspective, light, blur."""
import io
import math
import subprocess

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont


def pages(pdf, dpi):
    """The pages of a PDF as RGB pictures."""
    made = subprocess.run(["pdftoppm", "-r", str(dpi), "-"], input=pdf, stdout=subprocess.PIPE, check=True).stdout
    found, at = [], 0
    while at < len(made):
        head = made[at:at + 40].split(b"\n", 3)
        width, height = map(int, head[1].split())
        start = at + len(head[0]) + len(head[1]) + len(head[2]) + 3
        end = start + width * height * 3
        found.append(Image.frombytes("RGB", (width, height), made[start:end]))
        at = end
    return found


def multiply(page, ink, at):
    """Lays a transparent layer of ink on the paper as ink does: what is dark stays dark."""
    x, y = int(at[0]), int(at[1])
    box = (max(0, x), max(0, y), min(page.width, x + ink.width), min(page.height, y + ink.height))
    if box[2] <= box[0] or box[3] <= box[1]:
        return
    part = np.asarray(page.crop(box)).astype(float)
    layer = np.asarray(ink.crop((box[0] - x, box[1] - y, box[2] - x, box[3] - y))).astype(float)
    alpha = layer[..., 3:] / 255
    page.paste(Image.fromarray((part * (1 - alpha + alpha * layer[..., :3] / 255)).astype("uint8")), box[:2])


def stamp(rng, dpi, words):
    """A round office stamp in blue or violet, worn here and there."""
    size = int(rng.uniform(3.2, 4.0) / 2.54 * dpi)
    colour = rng.choice([(40, 50, 160), (80, 40, 150), (30, 30, 120), (120, 60, 160)])
    ink = Image.new("RGBA", (size, size), (*colour, 0))
    draw = ImageDraw.Draw(ink)
    line = max(2, dpi // 60)
    strength = rng.randint(110, 200)
    draw.ellipse((2, 2, size - 3, size - 3), outline=(*colour, strength), width=line)
    draw.ellipse((size * 0.17, size * 0.17, size * 0.83, size * 0.83), outline=(*colour, strength), width=max(1, line // 2))
    face = ImageFont.truetype("/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf", max(8, size // 13))
    for n, letter in enumerate(words[:34]):
        angle = math.pi * (1.05 + n * 1.9 / max(1, len(words[:34]) - 1) * 0.95)
        tile = Image.new("RGBA", (size // 8, size // 8), (*colour, 0))
        ImageDraw.Draw(tile).text((size // 28, 0), letter, font=face, fill=(*colour, strength))
        tile = tile.rotate(-math.degrees(angle) - 90, resample=Image.BICUBIC)
        ink.alpha_composite(tile, (int(size / 2 + math.cos(angle) * size * 0.41 - size / 16), int(size / 2 + math.sin(angle) * size * 0.41 - size / 16)))
    draw.text((size * 0.3, size * 0.44), words.split()[0][:8], font=face, fill=(*colour, strength))
    wear = np.asarray(ink).copy()
    grain = np.random.default_rng(rng.randint(0, 2**31)).random(wear.shape[:2])
    wear[..., 3] = (wear[..., 3] * (0.55 + 0.45 * (grain > 0.2))).astype("uint8")
    return Image.fromarray(wear).rotate(rng.uniform(-25, 25), resample=Image.BICUBIC)


def scribble(rng, dpi):
    """A signature in blue or black ink."""
    width, height = int(rng.uniform(3.0, 5.0) / 2.54 * dpi), int(rng.uniform(1.2, 2.2) / 2.54 * dpi)
    ink = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    colour = rng.choice([(20, 30, 120, 230), (15, 15, 20, 235), (30, 40, 150, 220)])
    points, phase = [], rng.uniform(0, 6)
    loops = rng.randint(3, 7)
    for n in range(90):
        t = n / 89
        points.append((width * (0.05 + 0.85 * t + 0.08 * math.sin(loops * 6 * t + phase)),
                       height * (0.5 + 0.4 * math.sin(loops * 6.3 * t) * (1 - 0.5 * t) * math.cos(2 * t + phase))))
    ImageDraw.Draw(ink).line(points, fill=colour, width=max(2, dpi // 80), joint="curve")
    return ink


def inked(rng, made, marks, size, dpi, words):
    """Stamps and signatures where typeset.py left room for them."""
    scale = dpi / 72
    for number, x, y, height, kind in marks:
        if number >= len(made):
            continue
        page = made[number]
        left, top = x * scale, page.height - (y + height) * scale
        if kind == "logo":
            draw = ImageDraw.Draw(page)
            edge = height * scale
            draw.ellipse((left, top, left + edge, top + edge), outline=(30, 30, 90), width=3)
            draw.polygon([(left + edge * 0.2, top + edge * 0.7), (left + edge * 0.5, top + edge * 0.2), (left + edge * 0.8, top + edge * 0.7)], fill=(60, 90, 140))
        elif kind == "tte":
            cell = max(2, int(height * scale / 24))
            grid = np.random.default_rng(rng.randint(0, 2**31)).random((21, 21)) < 0.5
            code = Image.fromarray((grid * 255).astype("uint8")).resize((21 * cell, 21 * cell), Image.NEAREST).convert("RGB")
            page.paste(code, (int(left), int(top)))
        else:
            multiply(page, scribble(rng, dpi), (left + rng.uniform(-0.5, 1) * dpi / 2.54, top - rng.uniform(0, 0.3) * dpi / 2.54))
            if kind == "stamp" and rng.random() < 0.85:
                mark = stamp(rng, dpi, words)
                # Over the left of the signature, now and then down into the name.
                multiply(page, mark, (left - mark.width * rng.uniform(0.25, 0.6), top - mark.height * rng.uniform(0.15, 0.4)))
    return made


def scan(rng, page, dpi, worst=False):
    """One page as a flat-bed scanner gives it (PIL, grey or colour)."""
    noise = np.random.default_rng(rng.randint(0, 2**31))
    colour = rng.random() < 0.3
    page = page if colour else page.convert("L")
    angle = rng.choice([-1, 1]) * rng.uniform(0.3, 2.5)
    border = rng.random() < 0.3
    page = page.rotate(angle, resample=Image.BICUBIC, fillcolor=(0 if border else 255) if not colour else ((0,) * 3 if border else (255,) * 3))
    page = page.filter(ImageFilter.GaussianBlur(rng.uniform(0.2, 0.75) * dpi / 200))
    grey = np.asarray(page).astype(float)
    toner = rng.random()
    if toner < 0.2:      # faint
        grey = 255 - (255 - grey) * rng.uniform(0.35, 0.6)
    elif toner < 0.35:   # heavy
        grey = np.clip((grey - 128) * rng.uniform(1.2, 1.5) + rng.uniform(70, 105), 0, 255)
    paper = rng.uniform(228, 254)
    grey = grey * paper / 255 + noise.normal(0, rng.uniform(2, 12), grey.shape)
    specks = noise.random(grey.shape[:2]) < rng.choice([0, 0.0002, 0.0006])
    grey[specks] = rng.uniform(20, 110)
    if border:
        width = rng.randint(4, int(dpi * 0.25))
        grey[:, :width] = rng.uniform(0, 30)
    if rng.random() < 0.12:  # a copied page: black and white
        grey = np.where(grey > rng.uniform(130, 175), 255.0, 0.0)
    return Image.fromarray(np.clip(grey, 0, 255).astype("uint8"))


def jpeg(picture, quality, exif=None, dpi=None):
    out = io.BytesIO()
    extra = {"exif": exif} if exif else {}
    if dpi:
        extra["dpi"] = (dpi, dpi)
    picture.save(out, "JPEG", quality=quality, **extra)
    return out.getvalue()


def scanned_pdf(rng, made, dpi, quality):
    """One JPEG a page, no text layer, as scanners write it."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen import canvas
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pageCompression=0, invariant=1)
    for picture in made:
        width, height = picture.width * 72 / dpi, picture.height * 72 / dpi
        sheet.setPageSize((width, height))
        sheet.drawImage(ImageReader(io.BytesIO(jpeg(picture, quality))), 0, 0, width, height)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def coefficients(source, target):
    """PIL's eight numbers that carry `target` points back to `source` points."""
    rows = []
    for (x, y), (u, v) in zip(target, source):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    wanted = np.array(source).reshape(8)
    return np.linalg.solve(np.array(rows, dtype=float), wanted)


def table_top(rng, noise, width, height):
    """What the paper lies on: wood, cloth, a dark desk."""
    base = np.array(rng.choice([(120, 85, 55), (60, 50, 45), (150, 140, 130), (40, 60, 70), (90, 30, 30)]), dtype=float)
    rows = noise.normal(0, 9, (height, 1, 1)) + 8 * np.sin(np.arange(height) / rng.uniform(9, 60))[:, None, None]
    return np.clip(base + rows + noise.normal(0, 6, (height, width, 1)), 0, 255)


def photo(rng, page, hard=False):
    """One page as a telephone takes it: an RGB picture, upright."""
    noise = np.random.default_rng(rng.randint(0, 2**31))
    height = rng.choice([3000, 3600, 4000])
    width = int(height * 0.75)
    back = table_top(rng, noise, width, height)
    fill = rng.uniform(0.82, 0.97)
    tall = min(height * fill, width * fill * page.height / page.width)
    wide = tall * page.width / page.height
    left, top = (width - wide) / 2 + rng.uniform(-0.01, 0.01) * width, (height - tall) / 2 + rng.uniform(-0.01, 0.01) * height
    turn = math.radians(rng.uniform(-4, 4))
    corners = []
    for x, y in [(left, top), (left + wide, top), (left + wide, top + tall), (left, top + tall)]:
        dx, dy = x - width / 2, y - height / 2
        x, y = width / 2 + dx * math.cos(turn) - dy * math.sin(turn), height / 2 + dx * math.sin(turn) + dy * math.cos(turn)
        corners.append((x + rng.uniform(-0.03, 0.03) * width, y + rng.uniform(-0.03, 0.03) * height))
    source = [(0, 0), (page.width, 0), (page.width, page.height), (0, page.height)]
    numbers = coefficients(source, corners)
    laid = np.asarray(page.transform((width, height), Image.PERSPECTIVE, numbers, Image.BICUBIC, fillcolor=(255, 255, 255))).astype(float)
    mask = Image.new("L", page.size, 255).transform((width, height), Image.PERSPECTIVE, numbers, Image.BILINEAR)
    mask = np.asarray(mask.filter(ImageFilter.GaussianBlur(2))).astype(float)[..., None] / 255
    picture = laid * np.array([0.97, 0.95, 0.9]) * mask + back * (1 - mask)
    # Light: a slope, a lamp, a shadow of the hand.
    y, x = np.mgrid[0:height, 0:width]
    angle = rng.uniform(0, 2 * math.pi)
    slope = 1 + rng.uniform(0.05, 0.3) * ((x / width - 0.5) * math.cos(angle) + (y / height - 0.5) * math.sin(angle))
    light = slope * rng.choice([1.0, 0.95, 0.85, 0.7, 0.5])
    if rng.random() < 0.5:
        shade = Image.new("L", (width // 8, height // 8), 255)
        points = [(rng.uniform(-0.2, 1.2) * width / 8, rng.uniform(-0.2, 1.2) * height / 8) for _ in range(4)]
        ImageDraw.Draw(shade).polygon(points, fill=int(rng.uniform(110, 190)))
        shade = shade.filter(ImageFilter.GaussianBlur(rng.uniform(6, 25))).resize((width, height), Image.BILINEAR)
        light = light * np.asarray(shade) / 255
    picture = picture * light[..., None]
    picture = Image.fromarray(np.clip(picture, 0, 255).astype("uint8"))
    picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.4, 1.5)))
    grain = noise.normal(0, rng.uniform(1.5, 7), (height, width, 1))
    picture = Image.fromarray(np.clip(np.asarray(picture) + grain, 0, 255).astype("uint8"))
    return picture


TURNS = {3: Image.ROTATE_180, 6: Image.ROTATE_90, 8: Image.ROTATE_270}


def taken(rng, page):
    """The bytes of one photograph as it comes: turned by EXIF or in its pixels, shrunk by a messenger."""
    picture = photo(rng, page)
    way = rng.random()
    messenger = rng.random() < 0.3
    if messenger:
        edge = 1600
        picture = picture.resize((int(picture.width * edge / picture.height), edge), Image.LANCZOS)
    quality = rng.randint(60, 75) if messenger else rng.randint(72, 92)
    if way < 0.25 and not messenger:
        turn = rng.choice([3, 6, 8])
        exif = Image.Exif()
        exif[0x0112] = turn
        exif[0x010F] = "Contoh"
        return jpeg(picture.transpose(TURNS[turn]), quality, exif)
    if way < 0.4:
        picture = picture.transpose(rng.choice([Image.ROTATE_90, Image.ROTATE_270]))
    return jpeg(picture, quality)
