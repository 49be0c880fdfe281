using Doneon.Tests.Database;

namespace Doneon.Tests.Cli;

[Collection(Servers.Name)]
public class DoctorOnVersionsTests(Clusters clusters)
{
    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task What_the_doctor_foretells_comes_true(string server)
    {
        await using var database = await clusters.Empty(server);
        var url = clusters[server].UrlFor(database.Name);
        var before = DoctorTests.Lines(await DoneonProgram.On(url, "doctor"), 0);
        Assert.StartsWith($"doneon may create tables, and the role {database.Role} that migrate will make", before["role rights"].Text);
        _ = (await DoneonProgram.On(url, "migrate")).Success;
        var after = DoctorTests.Lines(await DoneonProgram.On(url, "doctor"), 0);
        Assert.All(after.Values, line => Assert.Equal("ok", line.Verdict));
    }
}
