namespace Shopkeeper.EndToEnd.Tests.Overload;

/// <summary>A delivery of the flood.</summary>
/// <param name="Kind">What it is counted as.</param>
/// <param name="Shop">The shop's domain.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Body">A JSON object of one level; a note is put in to make it as large as an order.</param>
internal sealed record FloodDelivery(FloodKind Kind, string Shop, string Topic, string Body);
