using System.CommandLine;
using Shopkeeper.Silo.Demo;

namespace Shopkeeper.Silo.CommandLine;

/// <summary><c>demo</c>: the main job from end to end, on the embedded database.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var keep = new Option<bool>("--keep") { Description = "Leave the service and the simulator up afterwards." };
        var directory = new Option<string>("--directory")
        {
            Description = "Where the demonstration keeps its data; emptied at the start.",
            DefaultValueFactory = _ => Path.Combine("data", "demo"),
        };
        var command = new Command(
            "demo", "Installs three shops on a simulated Shopify, gives them a life, and tears two of them down.")
        {
            keep,
            directory,
        };
        command.SetAction((parsed, cancellationToken) => StartFailures.TellAsync(() =>
            DemoRun.RunAsync(parsed.GetValue(directory)!, parsed.GetValue(keep), cancellationToken)));
        return command;
    }
}
