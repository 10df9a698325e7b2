using System.Globalization;

namespace CometAdTag.Benchmarks.Load;

/// <summary>What /proc says of the server's processes, all together.</summary>
internal sealed class ServerWatch(int[] pids)
{
    /// <summary>Ticks of the kernel's a second, on every Linux there is.</summary>
    private const double TicksASecond = 100;
    private const int UserTime = 11, SystemTime = 12;

    public bool IsBlind => pids.Length == 0;

    /// <summary>Resident memory in kB.</summary>
    public long Memory => pids.Sum(pid => long.Parse(
        File.ReadLines($"/proc/{pid}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture));

    /// <summary>Seconds of a core that they have used.</summary>
    public double Cpu => pids.Sum(pid =>
    {
        // Behind the name of the program, which is in brackets and may have any character
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[UserTime], CultureInfo.InvariantCulture) + long.Parse(fields[SystemTime], CultureInfo.InvariantCulture)) / TicksASecond;
    });
}
