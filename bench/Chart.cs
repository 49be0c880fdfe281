using System.Text;

namespace Doneon.Bench;

/// <summary>A place of a line in a picture.</summary>
sealed record Point(string Line, double X, double Y);

/// <summary>One diagram with a logarithmic x axis. From a range of more than 1 : 100 on, its y axis is logarithmic, too.</summary>
/// <param name="Lines">In their order: the first two have colours, the others are grey.</param>
sealed record Panel(string YTitle, IReadOnlyList<string> Lines, IReadOnlyList<Point> Points);

/// <summary>Diagrams below each other, written as SVG without a script, for a light and a dark page.</summary>
sealed class Chart(string xTitle, IReadOnlyList<Panel> panels)
{
    const int Width = 720, Left = 76, Right = 40, Top = 52, Plot = 210, Gap = 74, Bottom = 56;
    const int Across = Width - Left - Right, Height = Plot + Gap, InARow = 3, Row = 22;

    const string Style = """
        <style>
          text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #57606a }
          .title { font-weight: 600; fill: #1f2328 }
          .page { fill: #ffffff }
          .grid { stroke: #d8dee4 }
          .axis { stroke: #8c959f }
          .line { fill: none; stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round }
          .s0 { stroke: #0b62c4 } .s1 { stroke: #c2570c } .s2 { stroke: #6e7781 } .s3 { stroke: #6e7781; stroke-dasharray: 7 5 } .s4 { stroke: #6e7781; stroke-dasharray: 1 6 }
          .d0 { fill: #0b62c4 } .d1 { fill: #c2570c } .d2, .d3, .d4 { fill: #6e7781 }
          @media (prefers-color-scheme: dark) {
            text { fill: #9aa4af }
            .title { fill: #e6edf3 }
            .page { fill: #0d1117 }
            .grid { stroke: #262c36 }
            .axis { stroke: #6e7681 }
            .s0 { stroke: #58a6ff } .s1 { stroke: #f0954a } .s2, .s3, .s4 { stroke: #9aa4af }
            .d0 { fill: #58a6ff } .d1 { fill: #f0954a } .d2, .d3, .d4 { fill: #9aa4af }
          }
        </style>
        """;

    readonly StringBuilder svg = new();

    public string Svg(string title)
    {
        var names = panels.SelectMany(panel => panel.Lines).Distinct().ToList();
        var top = Top + (names.Count + InARow - 1) / InARow * Row;
        var height = top + panels.Count * Height - Gap + Bottom;
        svg.AppendLine($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" role="img" aria-label="{title}">""").AppendLine(Style);
        svg.AppendLine($"""<rect class="page" width="{Width}" height="{height}" rx="6"/>""");
        foreach (var (at, name) in names.Index()) Name(at, name);
        for (var at = 0; at < panels.Count; at++) Draw(panels[at], top + at * Height);
        Text(Left + Across / 2.0, height - 14, "middle", xTitle);
        return svg.AppendLine("</svg>").ToString();
    }

    void Name(int at, string name)
    {
        var (x, y) = (Left + at % InARow * Across / InARow, 24 + at / InARow * Row);
        svg.AppendLine($"""<path class="line s{at}" d="M{x} {y}h22"/>""");
        Text(x + 30, y + 4.5, "start", name);
    }

    void Draw(Panel panel, double top)
    {
        var (x, y) = (Axis.Logarithmic(panel.Points.Select(point => point.X)), Axis.Of(panel.Points.Select(point => point.Y)));
        double Across(double value) => Left + x.Place(value) * Chart.Across;
        double Down(double value) => top + (1 - y.Place(value)) * Plot;

        Text(Left, top - 10, "start", panel.YTitle, "title");
        foreach (var tick in y.Ticks)
        {
            svg.AppendLine($"""<path class="{(tick == y.Ticks[0] ? "axis" : "grid")}" d="M{Left} {Down(tick):0.#}h{Chart.Across}"/>""");
            Text(Left - 10, Down(tick) + 4.5, "end", $"{tick:#,0.###}");
        }
        foreach (var value in panel.Points.Select(point => point.X).Distinct().Order()) Text(Across(value), top + Plot + 20, "middle", $"{value:#,0.###}");
        foreach (var (at, line) in panel.Lines.Index())
        {
            var points = panel.Points.Where(point => point.Line == line).OrderBy(point => point.X).Select(point => (X: Across(point.X), Y: Down(point.Y))).ToList();
            if (points.Count > 0) svg.AppendLine($"""<path class="line s{at}" d="M{string.Join('L', points.Select(point => $"{point.X:0.#} {point.Y:0.#}"))}"/>""");
            foreach (var point in points) svg.AppendLine($"""<circle class="d{at}" cx="{point.X:0.#}" cy="{point.Y:0.#}" r="4"/>""");
        }
    }

    void Text(double x, double y, string anchor, string words, string style = "") =>
        svg.AppendLine($"""<text{(style == "" ? "" : $" class=\"{style}\"")} x="{x:0.#}" y="{y:0.#}" text-anchor="{anchor}">{words}</text>""");
}
