"""Makes the fonts of Frostline from Inter and STIX Two.

    python subset.py INTER_DIR STIX_TEXT_DIR STIX_MATH_FILE

needs fonttools and brotli. The arguments are

    INTER_DIR       Inter 4.1 as web fonts: Inter-Regular.woff2, Inter-Medium.woff2, ...
    STIX_TEXT_DIR   STIX Two Text 2.13 as web fonts split by script:
                    stix-two-text-latin-400-normal.woff2, stix-two-text-greek-400-italic.woff2, ...
    STIX_MATH_FILE  STIX Two Math 2.13, for the operators and arrows that the text faces lack

and the results are written beside this script:

    FrostlineSans-{Regular,Medium,SemiBold}.ttf   Inter with its tabular digits as the digits
    FrostlineSerif-{Regular,Italic}.ttf           STIX Two Text with the operators of STIX Two Math

A text layout engine need not know about OpenType features to set columns of
numbers with these: the tabular forms are what the digits map to. Both families
are renamed, because they are no longer what their authors drew.
"""

import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent

TEXT = (
    [*range(0x20, 0x7F), *range(0xA0, 0x180)]  # ASCII, Latin-1, Latin Extended-A
    + [c for c in range(0x391, 0x3CA) if c != 0x3A2]  # Greek
    + [ord(c) for c in "ϑϕϵ"]
    + [ord(c) for c in "–—‘’“”•…′″\u2009\u200a\u202f"]
)
SYMBOLS = [ord(c) for c in "−×·÷±≈≠≤≥≪≫∼∝∈∇∂√∞∑∫⟨⟩→←↑↓↔⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₀₁₂₃₄₅₆₇₈₉₊₋"]

SANS_WEIGHTS = ["Regular", "Medium", "SemiBold"]
SERIF_STYLES = {"Regular": "normal", "Italic": "italic"}


def subset(font, codepoints):
    """Keeps the glyphs of `codepoints`, their kerning and their ligatures."""
    options = Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "liga"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codepoints)
    subsetter.subset(font)


def use_tabular_digits(font):
    """Points the character map at the `tnum` forms."""
    gsub = font["GSUB"].table
    lookups = {
        index
        for record in gsub.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
        for index in record.Feature.LookupListIndex
    }
    tabular = {}
    for index in lookups:
        for part in gsub.LookupList.Lookup[index].SubTable:
            tabular.update(getattr(part, "ExtSubTable", part).mapping)
    for table in font["cmap"].tables:
        for code in range(ord("0"), ord("9") + 1):
            name = table.cmap.get(code)
            if name in tabular:
                table.cmap[code] = tabular[name]


def rename(font, family, style):
    """Replaces every name that a user or a program could see."""
    full = f"{family} {style}"
    names = {1: full if style not in ("Regular", "Italic") else family, 4: full}
    names[2] = style if style == "Italic" else "Regular"
    names[3] = names[6] = full.replace(" ", "")[: -len(style)] + "-" + style
    for record in list(font["name"].names):
        if record.nameID in (16, 17, 21, 22, 25):
            font["name"].removeNames(nameID=record.nameID)
        elif record.nameID in names:
            record.string = names[record.nameID]


def write(font, family, style):
    """Renames and saves one face beside this script."""
    rename(font, family, style)
    font.flavor = None
    path = HERE / f"{family.replace(' ', '')}-{style}.ttf"
    font.save(path)
    print(f"{path.name}: {len(font.getBestCmap())} characters, {path.stat().st_size} bytes")


def sans(inter_dir, weight):
    """One weight of Inter."""
    font = TTFont(inter_dir / f"Inter-{weight}.woff2", recalcTimestamp=False)
    use_tabular_digits(font)
    subset(font, TEXT + SYMBOLS)
    write(font, "Frostline Sans", weight)


def serif(stix_dir, math_file, style, slope):
    """One style of STIX Two Text; only the upright one carries the operators."""
    sources = [stix_dir / f"stix-two-text-{part}-400-{slope}.woff2" for part in ("latin", "greek")]
    covered = set()
    with tempfile.TemporaryDirectory() as scratch:
        parts = []
        for source in sources + ([math_file] if style == "Regular" else []):
            font = TTFont(source, recalcTimestamp=False)
            wanted = TEXT if source in sources else SYMBOLS + TEXT
            wanted = [c for c in wanted if c not in covered and c in font.getBestCmap()]
            covered.update(wanted)
            subset(font, wanted)
            for table in ("MATH", "vhea", "vmtx", "DSIG"):
                if table in font:
                    del font[table]
            font.flavor = None
            parts.append(Path(scratch) / f"{len(parts)}.ttf")
            font.save(parts[-1])
        merged = Merger().merge([str(part) for part in parts])
    merged["head"].modified = merged["head"].created
    merged.recalcTimestamp = False
    write(merged, "Frostline Serif", style)


def main():
    """Makes all five faces."""
    inter_dir, stix_dir, math_file = (Path(argument) for argument in sys.argv[1:4])
    for weight in SANS_WEIGHTS:
        sans(inter_dir, weight)
    for style, slope in SERIF_STYLES.items():
        serif(stix_dir, math_file, style, slope)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main()
