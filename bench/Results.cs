using System.Text.Json;
using System.Text.Json.Serialization;
using Doneon.Dev;

namespace Doneon.Bench;

/// <summary>All numbers of a run. Times are in milliseconds, memory in megabytes. A part that did not run is null.</summary>
sealed class Results
{
    public DateTime Date { get; } = DateTime.UtcNow;
    public int Processors { get; } = Environment.ProcessorCount;
    public required string PostgresVersion { get; init; }
    public required bool IsQuick { get; init; }
    public required int Users { get; init; }
    public int TasksPerUser { get; } = World.TasksPerUser;
    public IReadOnlyList<Speed.Row>? Speed { get; set; }
    public Crowd.Result? Crowd { get; set; }
    public Logins.Result? Logins { get; set; }
    public Rest.Result? Rest { get; set; }
    public Allocations.Result? Allocations { get; set; }
    public IReadOnlyList<Point>? Scale { get; set; }
    public IReadOnlyList<Point>? Searches { get; set; }
    public IReadOnlyList<Point>? Millions { get; set; }

    static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        IncludeFields = true,
        Converters = { new Milliseconds() },
    };

    public async Task Write()
    {
        var file = Path.Combine(Checkout.Folder, "bench", "results.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(this, Format) + "\n");
        Console.WriteLine($"\nall numbers: {file}");
    }

    sealed class Milliseconds : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteNumberValue(value.TotalMilliseconds);
    }
}
