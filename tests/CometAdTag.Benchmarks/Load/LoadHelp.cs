namespace CometAdTag.Benchmarks.Load;

/// <summary>What `load --help` says.</summary>
internal static class LoadHelp
{
    public const string Text = """
        Holds very many pages open at a running service, and says how it does. Linux only.

          dotnet run -c Release --project tests/CometAdTag.Benchmarks -- load --pages 10000 --pid PID

          --url URL[,URL]      the service (http); with several, pages are spread over them   http://127.0.0.1:8080
          --pages N            how many pages                                                  1000
          --transport T        socket                                                          socket
          --profile P          answers: each creative is rendered at once, viewable after a second, and ended when the next one comes
                               listens: only hears; sends no receipts                          answers
          --zone ID[,ID]       the zone of a page's first slot, of its second, and so on       2
          --width N            of its slots, in CSS pixels                                     300
          --height N                                                                           250
          --origin ORIGIN      of its pages                                                    that of the first URL
          --arrive N           new pages a second; 0: as fast as it can, with at most 200 under way    500
          --for SECONDS        how long it holds them after all have come                      60
          --event SECONDS      posts an event for the zones so often, and says when pages had their new creative; needs --key
          --withdraw           at the end withdraws the creative that most slots show, and lifts that again; needs --key
          --key KEY            of the server API, with the roles publisher and adops, such as the admin key
          --pid PID[,PID]      the processes of the server, on this machine: their memory and CPU
          --processes N        of this tool; each is one thread and holds at most 18,000 pages where a process may have 20,000 files

        A server for a load test needs other limits than one for viewers, who have an address each:
          --Pages:RequestsPerAddress=0 --Pages:HellosPerSecond=0, --Pages:MaxPages as large as the test, and Pages:MaxPagesPerAddress where
          this tool is on another machine. On the same machine pages come from an address of 127.1.0.0/16 for each 4,000 of them, since an
          address has some 28,000 ports. A timer rotates no slot more than Refresh:Default:MaxRefreshes (10; 0: no cap) times.
        An event rotates at once only what was rendered (or pushed) an interval ago: for a rate of pushes, let the interval be shorter than
          --event, by --Refresh:AllowShortIntervals=true --Refresh:Default:Interval=00:00:01 --Refresh:Default:Triggers=event.

        Ends with code 1 where pages were lost or never came, or receipts were not acknowledged; with 2 where an option is wrong.
        """;
}
