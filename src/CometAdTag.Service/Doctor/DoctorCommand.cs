namespace CometAdTag.Service.Doctor;

/// <summary>`doctor URL`: looks at a publisher's page and at what is between it and the service. Exit code 0: nothing is wrong, 1: something is, 2: not understood.</summary>
internal static class DoctorCommand
{
    private const string Help = """
        Looks at a publisher's page as a browser would, and at the way from there to the service; names what is wrong, and what mends it.

          doctor URL

        URL is a page that shows ads, such as https://www.example.com/news. Nothing is pushed to it or counted.

          --service=URL     where the tag comes from, if the page's own code loads it, such as https://ads.example
          --creatives=URL   the setting Creatives:Origin, if creatives have an origin of their own
          --wait=SECONDS    how long connections are held, 1 to 90; otherwise for a little over two heartbeats of the service
        """;

    public static bool Is(string[] args) => args is ["doctor", ..];

    public static async Task<int> Run(string[] args, TimeProvider time, TextWriter output, TextWriter errors, CancellationToken cancel)
    {
        if (args is [_, "help" or "--help" or "-h"])
        {
            await output.WriteLineAsync(Help);
            return 0;
        }
        if (DoctorOptions.Read(args[1..], out var mistake) is not { } options)
        {
            await errors.WriteLineAsync($"{mistake}{Environment.NewLine}{Environment.NewLine}{Help}");
            return 2;
        }
        var findings = new Findings(output);
        using var visitor = new Visitor(time);
        await new Examination(visitor, time, findings).Run(options, cancel);
        findings.Sum();
        return findings.AnyWrong ? 1 : 0;
    }
}
