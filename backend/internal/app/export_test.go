package app

// SheetData is what the sheet of a service says.
var SheetData = sheetData
