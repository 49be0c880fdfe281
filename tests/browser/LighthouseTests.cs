using Doneon.Dev;
using Xunit.Abstractions;

namespace Doneon.BrowserTests;

[Collection(nameof(Alone))]
public class LighthouseTests(ITestOutputHelper output)
{
    const int Least = 95;

    [Fact]
    public async Task The_login_page_satisfies_Lighthouse()
    {
        var site = await Site.Shared;
        await Satisfies($"{site.Address}/login");
    }

    [Fact]
    public async Task The_task_page_satisfies_Lighthouse()
    {
        var site = await Site.Shared;
        var person = await site.NewPerson();
        await site.AddTasks(person, 30);
        await Satisfies($"{site.Address}/", $"doneon={person.Token}");
    }

    /// <summary>
    /// The best of six runs counts: other programs of the machine make a page slower at times, and never faster. A run that Lighthouse
    /// itself gave up counts as none.
    /// </summary>
    async Task Satisfies(string url, string? cookie = null)
    {
        var runs = new List<Lighthouse.Scores>();
        for (var attempt = 0; attempt < 6 && !runs.Exists(scores => scores.Performance >= Least); attempt++)
        {
            try
            {
                runs.Add(await Judge(url, cookie));
            }
            catch (DevException failure)
            {
                output.WriteLine(failure.Message);
            }
        }
        Assert.NotEmpty(runs);
        Assert.True(runs[^1].Performance >= Least, string.Join('\n', runs.Select(scores => $"performance {scores.Performance}: {scores.Metrics}")));
        Assert.All(runs, scores => Assert.Equal((100, 100), (scores.Accessibility, scores.BestPractices)));
    }

    async Task<Lighthouse.Scores> Judge(string url, string? cookie)
    {
        var scores = await Lighthouse.Judge(url, cookie);
        output.WriteLine($"performance {scores.Performance}, accessibility {scores.Accessibility}, best practices {scores.BestPractices}; {scores.Metrics}");
        foreach (var audit in scores.Failed) output.WriteLine("    " + audit);
        return scores;
    }
}
