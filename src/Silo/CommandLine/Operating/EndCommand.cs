using System.CommandLine;
using Shopkeeper.Shopify;

namespace Shopkeeper.Silo.CommandLine.Operating;

/// <summary><c>uninstall</c> and <c>reset</c>: order it, and watch the teardown to its certificate.</summary>
internal static class EndCommand
{
    private const string Ends =
        " Exit code 0: certified complete; 3: with exceptions; 1: refused or stalled; 2: bad usage or no answer.";

    public static Command Uninstall() => Create(
        "uninstall", "Ends a shop's installation, erases everything of it and waits for the certificate." + Ends);

    public static Command Reset() => Create(
        "reset", "Erases everything of a shop, leaves the app installed, and waits for the certificate." + Ends);

    private static Command Create(string name, string description)
    {
        var shop = new Argument<string>("shop") { Description = "The shop: {name}.myshopify.com." };
        var reason = new Option<string>("--reason")
        {
            Description =
                "merchant-request, contract-ended, abuse, legal, test or other; it stands in the certificate.",
            DefaultValueFactory = _ => "other",
        };
        var yes = new Option<bool>("--yes") { Description = "Don't ask to type the shop again." };
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Only show what would be erased; nothing changes.",
        };
        var certificate = new Option<FileInfo?>("--certificate")
        {
            Description = "Where to write the certificate, to be verified with certificate verify.",
        };
        var connection = new OperatorConnection();
        var command = new Command(name, description) { shop, reason, yes, dryRun, certificate };
        connection.AddTo(command);
        command.SetAction((parsed, cancellationToken) => OperatorCommands.RunAsync(async () =>
        {
            if (!ShopDomain.TryParse(parsed.GetValue(shop), out var domain))
                throw OperatorRefusal.Usage("A shop is {name}.myshopify.com, in lower case.");
            using var client = connection.Open(parsed);
            var run = new EndRun(client, name, domain);
            return parsed.GetValue(dryRun)
                ? await run.PlanAsync(cancellationToken)
                : await run.EndAsync(
                    parsed.GetValue(reason)!, parsed.GetValue(yes), parsed.GetValue(certificate), cancellationToken);
        }));
        return command;
    }
}
