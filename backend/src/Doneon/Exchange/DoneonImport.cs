namespace Doneon.Exchange;

/// <summary>An export of Doneon, as JSON.</summary>
sealed class DoneonImport : ImportFormat
{
    public override IEnumerable<ImportRow> Read(ImportFile file)
    {
        var (root, lines) = (JsonPart.Of(file.Bytes), new Lines(file.Bytes));
        if (root["doneon"] is not { } version || root["tasks"] is not { IsArray: true } tasks)
            throw new UnreadableFileException("is no export of Doneon: it has no field \"doneon\", or no list \"tasks\".");
        if (!version.Is(JsonExport.Version)) throw new UnreadableFileException($"is an export in another version of this form than {JsonExport.Version}, which is all that this Doneon knows.");
        foreach (var task in tasks.Elements()) yield return task.IsTooLarge ? ImportRow.TooLarge(lines.Of(task.Start)) : new(lines.Of(task.Start), task.Parse());
    }
}
