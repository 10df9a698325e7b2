using System.Text;

namespace CometAdTag.Benchmarks.Load;

/// <summary>What is alike in the hellos of all pages.</summary>
internal sealed class HelloText(LoadOptions options)
{
    public const int MostSlots = 3;

    private readonly byte[][] slots = [.. Enumerable.Range(0, MostSlots).Select(place => Encoding.UTF8.GetBytes(
        $$"""{"slot":"{{(char)('a' + place)}}","zone":"{{options.Zones[place % options.Zones.Length]}}","w":{{options.Width}},"h":{{options.Height}},"inView":true}"""))];

    /// <summary>Up to the value of visible.</summary>
    public byte[] Head { get; } = Encoding.UTF8.GetBytes($$"""
        "url":"{{options.Origin}}/","visible":
        """);

    public byte[] Slot(int place) => slots[place];
}
