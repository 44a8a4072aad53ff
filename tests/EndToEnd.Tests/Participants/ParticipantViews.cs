using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Participants;

/// <summary>Participants as an operator sees them.</summary>
internal static class ParticipantViews
{
    /// <summary>Waits until a teardown's step stands with a participant as wanted, and answers that.</summary>
    public static async Task<JsonElement> UntilParticipantAsync(
        this ShopkeeperProcess service, Guid teardown, string participant, string what,
        Func<JsonElement, bool> wanted) =>
        (await Eventually.PollAsync(
            $"'{participant}' is {what}",
            () => service.FindParticipantAsync(teardown, participant),
            found => found is { } progress && wanted(progress),
            TimeSpan.FromSeconds(60)))!.Value;

    /// <summary>How far the step <c>erase-participants</c> is with a participant.</summary>
    public static async Task<JsonElement?> FindParticipantAsync(
        this ShopkeeperProcess service, Guid teardown, string participant)
    {
        var view = await service.Operations.ReadAsync($"teardowns/{teardown}");
        var found = view.GetProperty("steps").EnumerateArray()
            .Where(step => step.GetProperty("name").GetString() == "erase-participants")
            .SelectMany(step => step.GetProperty("participants").EnumerateArray())
            .Where(progress => progress.GetProperty("name").GetString() == participant)
            .ToArray();
        return found is [var only] ? only : null;
    }

    public static string? Text(this JsonElement json, string name) => json.GetProperty(name).GetString();

    /// <summary>How a participant fares.</summary>
    public static async Task<JsonElement> ReadHealthAsync(this ShopkeeperProcess service, string participant) =>
        (await service.Operations.ReadAsync("participants")).EnumerateArray()
            .Single(health => health.Text("name") == participant);
}
