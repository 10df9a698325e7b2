namespace CometAdTag.Benchmarks.Load;

/// <summary>What a run is asked for; times in seconds.</summary>
internal sealed record LoadOptions
{
    public string[] Urls { get; init; } = ["http://127.0.0.1:8080"];

    public int Pages { get; init; } = 1_000;

    public string Transport { get; init; } = "socket";

    public string Profile { get; init; } = "answers";

    public string[] Zones { get; init; } = ["2"];

    public int Width { get; init; } = 300;

    public int Height { get; init; } = 250;

    public string Origin { get; init; } = "";

    public int Arrive { get; init; } = 500;

    public int For { get; init; } = 60;

    public int Storm { get; init; }

    public int[] Pids { get; init; } = [];

    public int Event { get; init; }

    public bool Withdraw { get; init; }

    public string Key { get; init; } = "";

    public int Processes { get; init; }

    public bool Lives => Profile == "lives";

    public bool Answers => Profile != "listens";
}
