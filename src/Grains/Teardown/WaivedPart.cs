using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Teardown;

/// <summary>What is waived, and what that leaves.</summary>
/// <param name="Participant">The participant; null for the step itself.</param>
/// <param name="NotErased">What is left, never empty: the certificate names all that was waived.</param>
internal sealed record WaivedPart(string? Participant, IReadOnlyList<NotErased> NotErased);
