using System.Net.Http.Json;
using Doneon.Tests.Http;
using Doneon.Tests.Shipping;

namespace Doneon.Tests.Tasks;

public class RepetitionRaceTests : TwoReplicas
{
    const int Rounds = 1000;

    [Fact]
    public async Task Two_devices_at_once_on_two_replicas_make_one_next_task_a_thousand_times()
    {
        var me = await One.NewPerson();
        using var phone = One.Client(me.Token);
        using var laptop = Other.Client(me.Token);
        var task = await me.Add(new { title = "Water", due_date = "2030-01-01", recursion_pattern = "daily" });
        for (var round = 0; round < Rounds; round++)
        {
            Task<System.Text.Json.JsonElement>[] answers = round % 2 == 0
                ? [Done(phone, me, task.Id()), Done(laptop, me, task.Id())]
                : [Done(phone, me, task.Id()), laptop.PostAsJsonAsync(me.Tasks + "/bulk", new { action = "complete", ids = (long[])[task.Id()] }).Json()];
            await Task.WhenAll(answers);
            var open = (await me.Get(me.Tasks + "?completed=false")).EnumerateArray().ToList();
            Assert.True(open.Count == 1, $"round {round}: {open.Count} tasks are open");
            task = open[0];
            // The account of these tests is a small one.
            if (round % 20 == 19) await One.Execute($"delete from task where user_id = {me.Id} and completed");
        }
        Assert.Equal(await One.Scalar<long>("select count(*) from task"), await One.Scalar<long>("select task_count from \"user\""));
        Assert.Equal(new DateOnly(2030, 1, 1).AddDays(Rounds).ToString("yyyy-MM-dd"), task.Text("due_date"));
    }

    static Task<System.Text.Json.JsonElement> Done(HttpClient device, Person me, long id) =>
        device.PatchAsJsonAsync($"{me.Tasks}/{id}/complete", new { completed = true }).Json();
}
