using Shopkeeper.Frontend.Billing;
using Shopkeeper.Grains.Abstractions.Billing;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Frontend.Operations;

/// <summary>What ending an installation would erase, by the teardown's own planner.</summary>
/// <param name="Stores">What every store holds now.</param>
/// <param name="Moved">What a reset would hand to the new stay; nothing for an uninstall.</param>
/// <param name="Participants">What every participant says that it holds.</param>
/// <param name="Steps">The steps, in their order.</param>
/// <param name="Billing">
/// The shop's subscriptions to the app, the newest first. Shopify cancels them when the app is uninstalled; in a reset
/// they go on.
/// </param>
/// <param name="At">When this was counted.</param>
public sealed record TeardownPlanView(
    IReadOnlyList<StoreView> Stores, IReadOnlyList<StoreView> Moved, IReadOnlyList<ParticipantView> Participants,
    IReadOnlyList<string> Steps, IReadOnlyList<AppSubscriptionView> Billing, DateTimeOffset At)
{
    internal static TeardownPlanView Of(TeardownPreview preview, IReadOnlyList<AppSubscription> billing) => new(
        StoreView.Of(preview.Stores), StoreView.Of(preview.Moved),
        [.. preview.Participants.Select(ParticipantView.Of)], preview.Steps,
        AppSubscriptionView.Of(billing), preview.At);
}
