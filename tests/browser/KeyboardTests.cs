using System.Text.RegularExpressions;

namespace Doneon.BrowserTests;

/// <summary>The first day without a mouse. After every keystroke the focus is somewhere, and it can be seen.</summary>
public class KeyboardTests
{
    [Fact]
    public Task The_first_day_goes_by_keyboard_alone() => Visit.Make(async visit =>
    {
        var page = visit.Page;
        var keys = new Keys(page);
        var name = Person.NewName();

        await visit.Open("/register");
        await keys.TabTo(page.Field("User name"));
        await keys.Type(name);
        await keys.TabTo(page.Field("E-mail"));
        await keys.Type(Person.EmailOf(name));
        await keys.TabTo(page.Field("Password"));
        await keys.Type(Person.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.SeesView("All tasks");

        await keys.Press("n");
        foreach (var title in (string[])["Call the bank", "Water the plants", "Buy milk"])
        {
            await keys.Type(title);
            await keys.Press("Enter");
            await Expect(page.Row(title)).ToBeVisibleAsync();
        }
        await keys.Press("Escape");

        // The newest stands first.
        await keys.MoveTo("Buy milk");
        await keys.Press("e");
        await keys.Press("Control+a");
        await keys.Type("Buy oat milk");
        await keys.Press("Enter");
        await Expect(page.Row("Buy oat milk")).ToBeVisibleAsync();

        await keys.MoveTo("Buy oat milk");
        await keys.Press("p");
        await keys.Choose("High");
        await keys.MoveTo("Buy oat milk");
        await keys.Press("d");
        await keys.Choose("Today");

        await keys.MoveTo("Call the bank");
        await keys.Press("Space");
        await Expect(page.Row("Call the bank")).ToHaveCountAsync(0);
        await keys.Press("u");
        await Expect(page.Row("Call the bank")).ToBeVisibleAsync();

        await keys.Press("g");
        await keys.Press("t");
        await page.SeesView("Today");
        await page.SeesTasks("Buy oat milk");
        await keys.Press("g");
        await keys.Press("a");
        await page.SeesView("All tasks");

        await keys.Press("/");
        await keys.Type("plants");
        await page.SeesTasks("Water the plants");
        await keys.Press("Escape");
        await page.SeesTasks("Buy oat milk", "Water the plants", "Call the bank");

        await keys.MoveTo("Water the plants");
        await keys.Press("x");
        await keys.MoveTo("Call the bank");
        await keys.Press("x");
        await Expect(page.BulkBar()).ToContainTextAsync("2 selected");
        await keys.Press("Space");
        await page.SeesTasks("Buy oat milk");

        await keys.Press("?");
        await Expect(page.Window("Keyboard shortcuts")).ToBeVisibleAsync();
        await keys.Press("Escape");
        await keys.Press("Control+k");
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Search commands" })).ToBeFocusedAsync();
        await keys.Type("Log out");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("/login"));

        await keys.TabTo(page.Field("User name or e-mail"));
        await keys.Type(name);
        await keys.TabTo(page.Field("Password"));
        await keys.Type(Person.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.SeesTasks("Buy oat milk");
        await keys.Press("j");
        await keys.Press("g");
        await keys.Press("c");
        await page.SeesTasks("Water the plants", "Call the bank");
    });

    /// <summary>A keyboard, and an eye on the focus.</summary>
    sealed class Keys(IPage page)
    {
        /// <summary>What is focused, and whether an outline or a shadow is drawn around it or, as with rows, around what it stands in.</summary>
        const string Focus = """
            () => {
                const focused = document.activeElement;
                if (!focused || focused === document.body || focused === document.documentElement) return 'nothing has the focus';
                if (focused.matches('input, textarea, select')) return '';
                for (let place = focused; place && place !== document.body; place = place.parentElement) {
                    const style = getComputedStyle(place);
                    if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) return '';
                    if (style.boxShadow !== 'none') return '';
                    if (place.matches('li, [role=dialog]')) break;
                }
                return `the focus cannot be seen on ${focused.outerHTML.slice(0, 300)}`;
            }
            """;

        public async Task Press(string key)
        {
            await page.Keyboard.PressAsync(key);
            await SeesFocus(key);
        }

        public async Task Type(string text)
        {
            await page.Keyboard.TypeAsync(text);
            await SeesFocus(text);
        }

        public async Task TabTo(ILocator place)
        {
            for (var i = 0; i < 40; i++)
            {
                if (await place.EvaluateAsync<bool>("place => place === document.activeElement")) return;
                await page.Keyboard.PressAsync("Tab");
            }
            Assert.Fail($"Tab does not reach {place}.");
        }

        public async Task MoveTo(string title)
        {
            for (var i = 0; i < 10; i++)
            {
                if (await IsOn(title)) return;
                await Press(i == 0 ? "Home" : "j");
            }
            Assert.Fail($"j does not reach {title}.");
        }

        /// <summary>In a menu or a group that has just opened.</summary>
        public async Task Choose(string name)
        {
            var choice = page.GetByRole(AriaRole.Menuitem, new() { Name = name }).Or(page.GetByRole(AriaRole.Menuitemradio, new() { Name = name }))
                .Or(page.GetByRole(AriaRole.Radio, new() { Name = name })).Or(page.Button(name)).First;
            await Expect(choice).ToBeVisibleAsync();
            await TabTo(choice);
            await Press("Enter");
        }

        Task<bool> IsOn(string title) => page.EvaluateAsync<bool>(
            "title => document.activeElement.closest('li[data-task-id]')?.textContent.includes(title) ?? false", title);

        async Task SeesFocus(string key)
        {
            var missing = "";
            // A frame or two may pass before a closing dialog gives the focus back.
            for (var i = 0; i < 10; i++, await Task.Delay(50))
                if ((missing = await page.EvaluateAsync<string>(Focus)) == "") return;
            Assert.Fail($"After {key}: {missing}");
        }
    }
}
