namespace Doneon.BrowserTests;

/// <summary>Measures what is on the screen.</summary>
static class Layout
{
    const string Targets = "a[href], button, input, select, textarea, [role=checkbox], [role=radio], [role=switch], [role=menuitem], [role=option], [tabindex='0']";

    /// <summary>Controls that lie over one another, or outside of the window to a side. One within another, such as the eye of a password, is meant.</summary>
    const string Misplaced = $$"""
        () => {
            const seen = [...document.querySelectorAll("{{Targets}}")].filter(one => {
                const box = one.getBoundingClientRect();
                if (box.width < 2 || box.height < 2 || !one.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
                const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                return middle && (one.contains(middle) || middle.contains(one));
            });
            // What lies in a layer of its own, such as a menu, is meant to cover the others.
            const layerOf = one => {
                for (let place = one; place.parentElement && place.parentElement !== document.body; place = place.parentElement)
                    if (['fixed', 'sticky'].includes(getComputedStyle(place).position) || place.matches('[role=dialog]')) return place;
                return document.body;
            };
            const layers = new Map(seen.map(one => [one, layerOf(one)]));
            const found = [];
            const name = one => (one.getAttribute('aria-label') ?? one.textContent ?? one.id ?? '').trim().slice(0, 40) || one.outerHTML.slice(0, 80);
            for (const one of seen) {
                const box = one.getBoundingClientRect();
                if (box.left < -1 || box.right > innerWidth + 1) found.push(`${name(one)} lies outside of the window`);
                for (const other of seen) {
                    if (one === other || layers.get(one) !== layers.get(other) || one.contains(other) || other.contains(one) || !(one.compareDocumentPosition(other) & 4)) continue;
                    const next = other.getBoundingClientRect();
                    const [x, y] = [Math.min(box.right, next.right) - Math.max(box.left, next.left), Math.min(box.bottom, next.bottom) - Math.max(box.top, next.top)];
                    const within = (x > box.width - 2 || x > next.width - 2) && (y > box.height - 2 || y > next.height - 2);
                    if (x > 2 && y > 2 && !within) found.push(`${name(one)} lies over ${name(other)}`);
                }
            }
            return found;
        }
        """;

    /// <summary>Controls smaller than a finger. Links within a sentence may be.</summary>
    const string Small = $$"""
        () => [...document.querySelectorAll("{{Targets}}")].filter(one => {
            const box = one.getBoundingClientRect();
            if (box.width < 2 || box.height < 2 || !one.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
            if (one.matches('p a')) return false;
            const reached = (x, y) => { const hit = document.elementFromPoint(x, y); return hit && (one.contains(hit) || hit.closest('label')?.control === one); };
            const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
            if (y < 22 || y > innerHeight - 22 || !reached(x, y)) return false;
            return !(box.width >= 43.5 && box.height >= 43.5) && ![[-21, 0], [21, 0], [0, -21], [0, 21]].every(([dx, dy]) => reached(x + dx, y + dy));
        }).map(one => { const box = one.getBoundingClientRect(); return `${box.width.toFixed(0)} × ${box.height.toFixed(0)}: ${one.outerHTML.slice(0, 160)}`; })
        """;

    public static async Task DoesNotScrollSideways(this IPage page) =>
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page scrolls sideways.");

    public static async Task FitsTheWindow(this IPage page)
    {
        await page.DoesNotScrollSideways();
        await FindsNothing(page, Misplaced);
    }

    public static async Task FitsFingers(this IPage page)
    {
        await page.DoesNotScrollSideways();
        await FindsNothing(page, Small);
    }

    static async Task FindsNothing(IPage page, string search)
    {
        var found = await page.EvaluateAsync<string[]>(search);
        Assert.True(found.Length == 0, string.Join('\n', found));
    }
}
