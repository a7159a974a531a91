package app

import (
	_ "embed"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
)

// openAPI is openapi/openapi.yaml as JSON, written by the same generator.
//
//go:embed openapi.json
var openAPI []byte

// description answers the description of the API.
func description(c *gin.Context) error {
	c.Header("Cache-Control", httpx.PublicCacheControl)
	c.Data(http.StatusOK, "application/json; charset=utf-8", openAPI)
	return nil
}
