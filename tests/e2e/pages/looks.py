"""How every page looks: its contrasts, its colours, its type (the look that the console was designed with)."""

from datetime import date

from playwright.sync_api import Page

from tests.e2e.pages.staging import TODAY

_TEXT_CONTRAST, _EDGE_CONTRAST = 5.7, 4.7
_ALLOWED = {
    "desk": {"sizes": ["13px", "15px", "17px", "22px"], "text": "15px", "line": 24},
    "phone": {"sizes": ["15px", "17px", "22px"], "text": "17px", "line": 28},
}
_HEADINGS = {"H1": "22px", "H2": "17px"}

# What this script finds is told element by element: what is wrong, and where.
_LOOK = """([allowed, headings, textContrast, edgeContrast]) => {
    const found = new Set();
    const wrong = (what, at) => found.add(`${what}: ${at.outerHTML.slice(0, 140)}`);
    const parts = (colour) => {
        const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
        return {r, g, b, a};
    };
    const over = (top, below) => {
        const mix = (one) => top[one] * top.a + below[one] * (1 - top.a);
        return {r: mix('r'), g: mix('g'), b: mix('b'), a: 1};
    };
    const ground = (at) => {
        if (!at) return {r: 255, g: 255, b: 255, a: 1};
        const own = parts(getComputedStyle(at).backgroundColor);
        return own.a === 1 ? own : over(own, ground(at.parentElement));
    };
    const luminance = ({r, g, b}) => [r, g, b]
        .map(one => one / 255)
        .map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
        .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
    const contrast = (one, other) => {
        const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
    };
    const red = (colour) => {
        const {r, g, b, a} = parts(colour);
        const [least, most] = [Math.min(r, g, b), Math.max(r, g, b)];
        const hue = 60 * (g - b) / (most - least);
        return a > 0 && most === r && most - least >= 8 && Math.abs(hue) <= 20;
    };
    const fields = 'input:not([type=hidden], .visually-hidden), select, textarea';
    const sides = ['Top', 'Right', 'Bottom', 'Left'];
    const isRed = (style) => red(style.color) || red(style.backgroundColor)
        || sides.some(side => parseFloat(style[`border${side}Width`]) && red(style[`border${side}Color`]));
    const late = (at) => at.closest('.late')?.textContent.includes('▲') || at.closest('.letter > .issuer');
    const ownText = (at) => [...at.childNodes].some(one => one.nodeType === 3 && one.data.trim());
    const type = (at, style) => {
        if (!['400', '700'].includes(style.fontWeight)) wrong(`weight ${style.fontWeight}`, at);
        if (style.fontStyle !== 'normal') wrong('italics', at);
        if (at.closest('.letter')) return;  // a document has the type of a document
        const size = headings[at.tagName];
        if (size ? style.fontSize !== size : !allowed.sizes.includes(style.fontSize)) wrong(style.fontSize, at);
        if (!size && style.fontSize === allowed.text && parseFloat(style.lineHeight) < allowed.line - 0.1)
            wrong(`lines of ${style.lineHeight}`, at);
    };
    const colours = (at, style) => {
        const below = ground(at);
        const read = contrast(over(parts(style.color), below), below);
        if (read < textContrast) wrong(`text of ${read.toFixed(2)}:1`, at);
    };
    const edge = (at, style) => {
        const inside = at.matches(':checked') ? ground(at.parentElement) : ground(at);
        const seen = contrast(parts(style.borderTopColor), inside);
        if (seen < edgeContrast || !parseFloat(style.borderTopWidth)) wrong(`an edge of ${seen.toFixed(2)}:1`, at);
    };
    for (const at of document.querySelectorAll('body, body *:not(script, template, svg, svg *)')) {
        const style = getComputedStyle(at);
        if (!at.getClientRects().length) continue;  // not on this device
        if (isRed(style) && !late(at)) wrong('red, though nothing is late', at);
        if (style.opacity !== '1') wrong(`faded to ${style.opacity}`, at);
        if (ownText(at) && at.tagName !== 'OPTION') { type(at, style); colours(at, style); }
        if (at.matches(fields)) { type(at, style); edge(at, style); }
    }
    const filled = [...document.querySelectorAll('a, button')].filter(at => at.checkVisibility()
        && contrast(ground(at), {r: 255, g: 255, b: 255}) > 3);
    if (filled.length > 1) wrong(`${filled.length} filled buttons`, filled[1]);
    return [...found];
}"""
_LIMITS = "all => all.map(one => [one.querySelector('time').dateTime, one.querySelector('.mark.late') !== null])"


def looks_as_agreed(page: Page, device: str) -> None:
    """Its contrasts, weights and sizes are those agreed on; red is what is late, and nothing else."""
    said = looks_otherwise(page, device)
    assert said == [], "\n".join(said)


def looks_otherwise(page: Page, device: str) -> list[str]:
    """What on a page does not look so, each with where it is."""
    asked = [_ALLOWED[device], _HEADINGS, _TEXT_CONTRAST, _EDGE_CONTRAST]
    return [*page.evaluate(_LOOK, asked), *_told_wrongly(page)]


def _told_wrongly(page: Page) -> list[str]:
    """Limits that are red before their day is over, or not red after it."""
    limits = page.locator(".limit").evaluate_all(_LIMITS)
    return [f"until {until}, red: {red}" for until, red in limits if red is not (date.fromisoformat(until) < TODAY)]
