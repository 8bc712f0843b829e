namespace ElementalProvider.LoadGenerator.Measuring;

/// <summary>One series of the API server's request counter, as far as it tells who asked for what.</summary>
/// <param name="Client">Who asked, empty where the server does not say.</param>
/// <param name="Verb">One of <see cref="Verbs"/>.</param>
/// <param name="Resource">Plural name, with the subresource behind a slash.</param>
/// <param name="Refused">Whether the answer was an error, such as a conflict.</param>
internal readonly record struct RequestSeries(string Client, string Verb, string Resource, bool Refused = false);
