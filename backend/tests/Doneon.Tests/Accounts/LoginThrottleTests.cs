using System.Globalization;
using System.Net;
using Doneon.Accounts;
using Doneon.Http;

namespace Doneon.Tests.Accounts;

public sealed class LoginThrottleTests
{
    readonly ManualClock clock = new();
    readonly LoginThrottle throttle;
    int lastAddress;

    public LoginThrottleTests() => throttle = new(clock, perAccount: 10, perAddress: 50);

    [Fact]
    public void The_eleventh_attempt_on_an_account_is_refused_from_every_address()
    {
        FailTimes(9, "ann");
        Assert.False(Refuses("ann"));
        FailTimes(1, "ann");

        Assert.True(throttle.Refuses("ann", AnyAddress(), out var retryAfter));
        Assert.InRange(retryAfter, TimeSpan.FromSeconds(89.999), TimeSpan.FromSeconds(90));
        Assert.False(Refuses("bob"));
    }

    [Fact]
    public void Asking_costs_nothing()
    {
        for (var i = 0; i < 1000; i++)
            Assert.False(Refuses("ann"));
    }

    [Fact]
    public void After_the_time_it_named_one_more_attempt_is_let_through()
    {
        FailTimes(10, "ann");
        throttle.Refuses("ann", null, out var retryAfter);

        clock.Advance(retryAfter - TimeSpan.FromMilliseconds(1));
        Assert.True(Refuses("ann"));
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(Refuses("ann"));
        FailTimes(1, "ann");
        Assert.True(Refuses("ann"));
    }

    [Fact]
    public void After_a_quiet_quarter_of_an_hour_the_allowance_is_whole_again()
    {
        FailTimes(10, "ann");
        clock.Advance(TimeSpan.FromMinutes(15));
        FailTimes(9, "ann");
        Assert.False(Refuses("ann"));
        FailTimes(1, "ann");
        Assert.True(Refuses("ann"));
    }

    [Fact]
    public void A_burst_that_overtook_the_check_is_paid_for_afterwards()
    {
        FailTimes(20, "ann");
        Assert.True(throttle.Refuses("ann", null, out var retryAfter));
        Assert.InRange(retryAfter, TimeSpan.FromMinutes(16), TimeSpan.FromMinutes(17));
    }

    [Theory, InlineData("ANN@example.com"), InlineData(" ann@example.com "), InlineData("Ann@Example.Com")]
    public void Another_spelling_is_the_same_account(string spelling)
    {
        FailTimes(10, "ann@example.com");
        Assert.True(Refuses(spelling));
    }

    [Fact]
    public void Names_longer_than_any_account_share_one_allowance_by_their_beginning()
    {
        FailTimes(10, new string('a', 1_000_000));
        Assert.True(Refuses(new string('a', 255)));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("fe80::1%1", "fe80::2%2", true)]
    public void The_fifty_first_attempt_of_a_household_is_refused_for_every_account(string failing, string asking, bool refused)
    {
        for (var i = 0; i < 50; i++)
            throttle.Failed(NameOf(i), IPAddress.Parse(failing));
        Assert.Equal(refused, throttle.Refuses("somebody else", IPAddress.Parse(asking), out _));
    }

    [Fact]
    public void Without_an_address_the_account_still_counts()
    {
        for (var i = 0; i < 10; i++)
            throttle.Failed("ann", null);
        Assert.True(throttle.Refuses("ann", null, out _));
        Assert.False(throttle.Refuses("bob", null, out _));
    }

    [Fact]
    public void Spellings_that_the_database_takes_for_one_name_share_its_allowance()
    {
        FailTimes(10, "alice");
        Assert.All(["ALICE", " alice", "al\u0130ce", "AL\u0130CE"], name => Assert.True(Refuses(name), name));
    }

    [Fact]
    public void A_flood_of_made_up_names_neither_grows_without_end_nor_frees_the_account_under_attack()
    {
        var allowance = new Allowance<string>(events: 10, TimeSpan.FromMinutes(15), mostKeys: 100);
        for (var i = 0; i < 10; i++)
            allowance.Spend("ann", TimeSpan.Zero);
        for (var i = 0; i < 10_000; i++)
            allowance.Spend(NameOf(i), TimeSpan.Zero);

        Assert.InRange(allowance.Keys, 1, 100);
        Assert.True(allowance.WaitOf("ann", TimeSpan.Zero) > TimeSpan.Zero);
    }

    bool Refuses(string account) => throttle.Refuses(account, AnyAddress(), out _);

    void FailTimes(int times, string account)
    {
        for (var i = 0; i < times; i++)
            throttle.Failed(account, AnyAddress());
    }

    IPAddress AnyAddress() => new([10, 0, (byte)(++lastAddress >> 8), (byte)lastAddress]);

    static string NameOf(int i) => i.ToString(CultureInfo.InvariantCulture);
}
