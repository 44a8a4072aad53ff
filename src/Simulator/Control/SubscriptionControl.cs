using System.Globalization;
using Shopkeeper.Simulator.Shops;

namespace Shopkeeper.Simulator.Control;

/// <summary>Controls the subscriptions that the app made through the API, as if somebody else had the token.</summary>
internal sealed class SubscriptionControl(ShopRegistry shops, SimulatorOptions options)
{
    private const int CountMaximum = 10_000;

    public async Task<object?> AddAsync(HttpContext context)
    {
        var book = BookOf(context);
        var wanted = await ControlInput.ReadAsync<SubscriptionChange>(context);
        ControlInput.Require(wanted.Topic is not null, "topic", "Give a topic such as orders/create.");
        ControlInput.Require(wanted.Uri is not null, "uri", "Give an address.");
        ControlInput.Count(wanted.Count, 1, CountMaximum, "count");
        var now = options.Clock.GetUtcNow();
        for (var index = 0; index < wanted.Count; index++)
        {
            var added = book.Add(new Subscription
            {
                Id = SubscriptionBook.NewId(),
                Topic = wanted.Topic!,
                Uri = wanted.Count == 1
                    ? wanted.Uri! : string.Create(CultureInfo.InvariantCulture, $"{wanted.Uri}/{index}"),
                Format = "JSON",
                Filter = NullIfEmpty(wanted.Filter),
                IncludeFields = wanted.IncludeFields ?? [],
                MetafieldNamespaces = [],
                CreatedAt = now,
                UpdatedAt = now,
            });
            ControlInput.Require(added, "uri", "The topic has this address already; give another.");
        }

        return Views(book);
    }

    public async Task<object?> ChangeAsync(HttpContext context)
    {
        var book = BookOf(context);
        var change = await ControlInput.ReadAsync<SubscriptionChange>(context);
        var (changed, _) = book.Change(IdOf(context), subscription => subscription with
        {
            Uri = change.Uri ?? subscription.Uri,
            Filter = change.Filter is null ? subscription.Filter : NullIfEmpty(change.Filter),
            IncludeFields = change.IncludeFields ?? subscription.IncludeFields,
            UpdatedAt = options.Clock.GetUtcNow(),
        });
        return changed is null ? throw Unknown() : Views(book);
    }

    public Task<object?> Remove(HttpContext context)
    {
        var book = BookOf(context);
        return book.Remove(IdOf(context)) ? Task.FromResult<object?>(Views(book)) : throw Unknown();
    }

    /// <summary>A subscription as the control API shows it.</summary>
    public static SubscriptionView View(Subscription subscription) => new()
    {
        Id = subscription.Id,
        Topic = subscription.Topic,
        Uri = subscription.Uri,
        Filter = subscription.Filter,
        IncludeFields = subscription.IncludeFields,
        MetafieldNamespaces = subscription.MetafieldNamespaces,
    };

    private static IReadOnlyList<SubscriptionView> Views(SubscriptionBook book) => [.. book.All.Select(View)];

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string IdOf(HttpContext context) =>
        "gid://shopify/WebhookSubscription/" + (string)context.Request.RouteValues["id"]!;

    private SubscriptionBook BookOf(HttpContext context) =>
        ShopControl.Find(shops, context).Installation?.Subscriptions ?? throw new ControlRefusal(
            "shop", "The app is not installed; POST …/install first.", StatusCodes.Status409Conflict);

    private static ControlRefusal Unknown() => new(
        "id", "No such subscription. GET …/shops/{shop} lists them.", StatusCodes.Status404NotFound);
}
