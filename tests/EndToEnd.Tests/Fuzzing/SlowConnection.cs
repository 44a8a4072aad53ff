namespace Shopkeeper.EndToEnd.Tests.Fuzzing;

/// <summary>A connection that never came to an end by itself.</summary>
/// <param name="Beginning">What it began with.</param>
/// <param name="Answer">What it was told.</param>
/// <param name="EndedAfter">When the service ended it; null when it never did.</param>
internal sealed record SlowConnection(string Beginning, string Answer, TimeSpan? EndedAfter);
