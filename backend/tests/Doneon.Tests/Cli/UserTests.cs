using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ending = Doneon.Tests.Cli.DoneonProgram.Ending;

namespace Doneon.Tests.Cli;

public partial class UserTests
{
    [Fact]
    public async Task An_account_is_created_though_registration_is_closed_and_logs_in()
    {
        var (host, name) = (await TestHost.Shared, NewName());
        var made = (await User(host, "create", name, $"{name}@example.org")).Success;
        Assert.Contains($": {name}, {name}@example.org", made);
        Assert.Equal(HttpStatusCode.OK, await LogIn(host, name, PasswordIn(made)));

        var other = NewName();
        var chosen = (await DoneonProgram.Run(["user", "create", other, $"{other}@example.org", "--password-stdin"], Variables(host), "correct horse\n")).Success;
        Assert.DoesNotContain("password", chosen);
        Assert.Equal(HttpStatusCode.OK, await LogIn(host, $"{other}@EXAMPLE.org", "correct horse"));
    }

    [Fact]
    public async Task A_new_account_obeys_the_rules_of_the_API()
    {
        var host = await TestHost.Shared;
        Refused(await User(host, "create", "a b", "nobody"), StopException.Usage,
            "username may have letters from a to z and digits only; email must be an e-mail address, such as ann@example.org");
        Refused(await DoneonProgram.Run(["user", "create", NewName(), "x@example.org", "--password-stdin"], Variables(host), "short\r\n"),
            StopException.Usage, "password needs at least 8 characters");
        var me = await host.NewPerson();
        Refused(await User(host, "create", me.Name.ToUpperInvariant(), "y@example.org"), StopException.Refused, "is already taken");
        Refused(await User(host, "create", NewName(), $"{me.Name}@Example.ORG"), StopException.Refused, "already has an account");
    }

    [Fact]
    public async Task A_forgotten_password_is_mended_and_every_session_ends()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        var reset = (await User(host, "reset-password", $"{me.Name}@example.org")).Success;
        Assert.Equal(HttpStatusCode.Unauthorized, (await me.Client.GetAsync(me.Tasks)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await LogIn(host, me.Name, Person.Password));
        Assert.Equal(HttpStatusCode.OK, await LogIn(host, me.Name, PasswordIn(reset)));
    }

    [Fact]
    public async Task Sessions_are_ended_and_the_password_stays()
    {
        var host = await TestHost.Shared;
        var (me, other) = (await host.NewPerson(), await host.NewPerson());
        Assert.Equal($"{me.Name}: 1 session ended\n", (await User(host, "revoke-sessions", me.Name)).Success);
        Assert.Equal($"{me.Name}: 0 sessions ended\n", (await User(host, "revoke-sessions", me.Name)).Success);
        Assert.Equal(HttpStatusCode.Unauthorized, (await me.Client.GetAsync(me.Tasks)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await other.Client.GetAsync(other.Tasks)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, await LogIn(host, me.Name, Person.Password));
    }

    [Fact]
    public async Task An_account_is_deleted_only_when_that_is_confirmed()
    {
        var host = await TestHost.Shared;
        var (me, other) = (await host.NewPerson(), await host.NewPerson());
        await me.Add(new { title = "Pay rent" });
        await other.Add(new { title = "Stay" });

        Refused(await User(host, "delete", me.Name), StopException.Refused, "add --yes");
        Assert.Equal(HttpStatusCode.OK, (await me.Client.GetAsync(me.Tasks)).StatusCode);
        Assert.Contains($": {me.Name}, ", (await User(host, "delete", me.Name, "--yes")).Success);
        Assert.Equal(0, await host.Scalar<long>($"select count(*) from task where user_id = {me.Id}"));
        Assert.Equal(1, await host.Scalar<long>($"select count(*) from task where user_id = {other.Id}"));
        Refused(await User(host, "delete", me.Name, "--yes"), StopException.Refused, "there is no such account");
    }

    [Fact]
    public async Task The_list_shows_every_account_to_people_and_to_scripts()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        await me.Add(new { title = "Pay rent" });
        await host.Execute($"insert into \"user\" (username, email, hashed_password) values (E'esc\\x1b[2J{me.Id}', 'esc{me.Id}', 'x')");

        var table = (await User(host, "list")).Success.Split('\n');
        Assert.Matches("^id +username +email +created \\(UTC\\) +tasks +last use \\(UTC\\)$", table[0]);
        Assert.Contains(table, line => Regex.IsMatch(line, $"^{me.Id} +{me.Name} +{me.Name}@example.org +20\\d\\d-.* +1 +20\\d\\d-"));
        Assert.Contains(table, line => line.Contains($"esc?[2J{me.Id}") && line.EndsWith("0      -"));

        var json = JsonDocument.Parse((await User(host, "list", "--json")).Success).RootElement;
        var mine = json.EnumerateArray().Single(user => user.GetProperty("id").GetInt64() == me.Id);
        Assert.Equal(["id", "username", "email", "created_at", "tasks", "last_used_at"], mine.EnumerateObject().Select(field => field.Name));
        Assert.Equal(1, mine.GetProperty("tasks").GetInt64());
    }

    [Fact]
    public async Task A_name_that_fits_two_adopted_accounts_picks_neither()
    {
        var host = await TestHost.Shared;
        var name = NewName();
        await host.Execute($"insert into \"user\" (username, email, hashed_password) values ('{name}', '{name}@x.org', 'x'), ('{name}@x.org', 'twin{name}', 'x')");
        Refused(await User(host, "delete", $"{name}@x.org", "--yes"), StopException.Refused, "the name fits the accounts ");
        Assert.Contains($": {name}, ", (await User(host, "delete", name, "--yes")).Success);
    }

    [Fact]
    public async Task A_database_that_is_not_migrated_is_said_to_be_so()
    {
        var server = await TestHost.SharedCluster;
        var database = await DoneonProgram.Database(server, migrated: false);
        Refused(await DoneonProgram.On(server.UrlFor(database.Database!), "user", "list"), StopException.Schema, "run doneon migrate");
    }

    static Task<Ending> User(TestHost host, params string[] words) => DoneonProgram.Run(["user", .. words], Variables(host));

    static Dictionary<string, string?> Variables(TestHost host) => new() { ["DATABASE_URL"] = host.Server.UrlFor(host.Database), ["REGISTRATION"] = "closed" };

    static async Task<HttpStatusCode> LogIn(TestHost host, string name, string password)
    {
        using var client = host.Client();
        using var answer = await client.PostAsJsonAsync("/api/auth/login", new { username = name, password });
        return answer.StatusCode;
    }

    static void Refused(Ending ending, int exitCode, string part)
    {
        Assert.Contains(part, ending.Line);
        Assert.Equal((exitCode, ""), (ending.ExitCode, ending.Output));
    }

    static string NewName() => $"c{Guid.NewGuid():N}"[..20];

    static string PasswordIn(string output) => PasswordLine().Match(output) is { Success: true } match ? match.Groups[1].Value : throw new FormatException(output);

    [GeneratedRegex(@"^password: ((?:[a-z2-9]{4}-){4}[a-z2-9]{4})$", RegexOptions.Multiline)]
    private static partial Regex PasswordLine();
}
