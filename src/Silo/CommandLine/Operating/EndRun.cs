using System.Security.Cryptography;
using Shopkeeper.Frontend.Operations;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Shopify;
using Spectre.Console;

namespace Shopkeeper.Silo.CommandLine.Operating;

/// <summary>One order to end or reset a shop, from its plan to its certificate.</summary>
internal sealed class EndRun(OperatorClient client, string order, ShopDomain shop)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _path = $"shops/{shop.Value}/{order}";

    /// <summary>Shows what the order would erase.</summary>
    public async Task<int> PlanAsync(CancellationToken cancellationToken)
    {
        var plan = await client.OrderAsync<TeardownPlanView>(
            $"{_path}?dryRun=true", null, null, cancellationToken);
        var table = new Table().Border(TableBorder.Rounded).AddColumns("store", "entries");
        foreach (var store in plan.Stores) table.AddRow(Markup.Escape(store.Store), $"{store.Count}");
        foreach (var participant in plan.Participants)
        {
            table.AddRow(
                Markup.Escape($"participant {participant.Name}"),
                Markup.Escape(participant.Erased.Count == 0
                    ? participant.Assurance
                    : string.Join(", ", participant.Erased.Select(one => $"{one.Count} {one.Store}"))));
        }
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"Steps: {string.Join(", ", plan.Steps)}.");
        AnsiConsole.WriteLine("Nothing was changed.");
        return ExitCodes.Done;
    }

    /// <summary>Orders it and watches the teardown to its end.</summary>
    public async Task<int> EndAsync(string reason, bool yes, FileInfo? file, CancellationToken cancellationToken)
    {
        if (!yes) Confirm();
        var ordered = await OrderAsync(reason, cancellationToken);
        AnsiConsole.WriteLine($"Teardown {ordered.TeardownId}");
        var ended = await new TeardownDisplay(client).UntilEndedAsync(ordered.TeardownId, cancellationToken);
        if (ended.CertificateId is { } certificate) return await TellAsync(certificate, file, cancellationToken);
        await Console.Error.WriteLineAsync(
            $"The teardown stands still: {ended.StalledBecause}. Once the cause is known, retry it or waive its step.");
        return ExitCodes.Failed;
    }

    // Whoever got no answer doesn't know whether the order was carried out: under its key it is once at most.
    private async Task<TeardownReference> OrderAsync(string reason, CancellationToken cancellationToken)
    {
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var begun = TimeProvider.System.GetTimestamp();
        var told = "";
        while (true)
        {
            try
            {
                return await client.OrderAsync<TeardownReference>(
                    _path, new { reason, confirm = shop.Value }, key, cancellationToken);
            }
            catch (OperatorRefusal away) when (away.IsForNow
                && TimeProvider.System.GetElapsedTime(begun) < Patience)
            {
                if (told != away.Message)
                {
                    await Console.Error.WriteLineAsync(
                        $"{away.Message} Waiting for the service: the same order is repeated under its key, for "
                        + $"{Patience.TotalSeconds:0} s at most.");
                }
                told = away.Message;
            }
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }

    private void Confirm()
    {
        if (Console.IsInputRedirected)
            throw OperatorRefusal.Usage("Nobody can be asked here: send --yes to show that this shop is meant.");
        AnsiConsole.Write($"Type {shop.Value} to {order} it: ");
        if (Console.ReadLine()?.Trim() != shop.Value)
            throw OperatorRefusal.Refused("Not confirmed; nothing is changed.");
    }

    private async Task<int> TellAsync(Guid id, FileInfo? file, CancellationToken cancellationToken)
    {
        var certificate = await client.ReadAsync<CertificateView>($"certificates/{id}", cancellationToken);
        var result = certificate.Claims?["result"]?.GetValue<string>() ?? "unknown";
        AnsiConsole.WriteLine($"Certificate {id}: {result}");
        if (file is not null)
        {
            try
            {
                // Exactly the JWS: a newline more would be an alteration.
                await File.WriteAllTextAsync(file.FullName, certificate.Jws, cancellationToken);
            }
            catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
            {
                throw OperatorRefusal.Usage($"The certificate can't be written: {unwritable.Message}");
            }
            AnsiConsole.WriteLine($"Written to {file.FullName}");
        }
        return result == CertificateResults.Complete ? ExitCodes.Done : ExitCodes.CompleteWithExceptions;
    }
}
